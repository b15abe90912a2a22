using System.Security.Cryptography;
using Npgsql;

namespace NpsRealtime.Storage.Postgres.Ownership;

/// <summary>
/// Proves that a session is its client's own. A pooler that gives each transaction another one leaves locks and settings with whoever comes
/// next: two servers would hold one store, each sure to be alone.
/// </summary>
internal static class PostgresSessionProof
{
    /// <summary>What to do when it is not.</summary>
    public const string Refusal =
        "The sessions of --Store:Postgres are not this server's own: a pooler in between shares them out by the transaction or statement, so the server's lock would guard nothing. Point --Store:Postgres at PostgreSQL itself, or at a pooler in session mode (PgBouncer: pool_mode = session).";

    // Others may use the pooler too, and have taken the very session in between. A millisecond each.
    private const int Rounds = 10;

    /// <summary>
    /// Whether a session is its connection's own: it keeps a mark while others are in transactions, and none of these sees it. A pooler gives a
    /// transaction that begins one of the sessions that are free, and the marked one would be.
    /// </summary>
    public static async Task<bool> IsOwnAsync(PostgresSessions sessions, NpgsqlConnection connection, CancellationToken cancellation)
    {
        var mark = Convert.ToHexString(RandomNumberGenerator.GetBytes(16));
        try
        {
            await using (var set = connection.Command("select set_config('nps.session', $1, false)", mark))
                await set.ExecuteNonQueryAsync(cancellation);
            for (var round = 0; round < Rounds; round++)
            {
                await using var other = await sessions.OpenAsync(cancellation);
                await using var transaction = await other.BeginTransactionAsync(cancellation);
                if (await MarkAsync(other, cancellation) == mark || await MarkAsync(connection, cancellation) != mark)
                    return false;
            }

            return true;
        }
        catch (PostgresException failure) when (IsOfPooler(failure))
        {
            return false;
        }
    }

    /// <summary>A statement that was prepared in another session, or what a pooler does not allow.</summary>
    private static bool IsOfPooler(PostgresException failure) => failure.SqlState is
        PostgresErrorCodes.InvalidSqlStatementName or PostgresErrorCodes.DuplicatePreparedStatement or PostgresErrorCodes.ProtocolViolation;

    private static async Task<string?> MarkAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("select current_setting('nps.session', true)", connection);
        return await command.ExecuteScalarAsync(cancellation) as string;
    }
}
