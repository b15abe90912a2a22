using Npgsql;
using NpsRealtime.Scoring.Store;

namespace NpsRealtime.Storage.Postgres;

/// <summary>New rows that are copied in a transaction which waits for its turn to be fenced and committed.</summary>
internal sealed class PostgresStagedRows(PostgresGroupCommit commit, NpgsqlConnection connection, NpgsqlTransaction transaction) : IStagedRows
{
    private bool _isOver;

    public async Task CommitAsync(IReadOnlyList<GroupWrite> groups, CancellationToken cancellation)
    {
        if (!await commit.TryCommitStagedAsync(connection, transaction, groups, cancellation))
        {
            // The rows are still at hand, so whatever was wrong with this connection, another one tells better.
            await DisposeAsync();
            await commit.CommitAsync(groups, cancellation);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_isOver)
            return;
        _isOver = true;
        try
        {
            await transaction.DisposeAsync();
        }
        catch (Exception failure) when (PostgresFaults.IsOfDatabase(failure) || failure is InvalidOperationException)
        {
            // A session that is gone has rolled back.
        }

        await connection.DisposeAsync();
    }
}
