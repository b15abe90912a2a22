using System.Globalization;
using System.Net.Sockets;
using Npgsql;
using NpsRealtime.Scoring;
using NpsRealtime.Scoring.Engine;
using NpsRealtime.Scoring.Store;

namespace NpsRealtime.Storage.Postgres;

/// <summary>What PostgreSQL's errors mean to the write path.</summary>
internal static class PostgresFaults
{
    /// <summary>Raised by the function <c>fence</c>; the message is <c>TENANT/PARTITION</c>.</summary>
    private const string Fenced = "NP001";

    /// <summary>The codes of our own that tell of a broken invariant: they begin with this and are loud.</summary>
    private const string OwnCodes = "NP";

    /// <summary>Whether the failure is of the database or the way to it, and not of the program.</summary>
    public static bool IsOfDatabase(Exception failure) =>
        failure is NpgsqlException or IOException or SocketException or TimeoutException or ObjectDisposedException;

    /// <summary>
    /// Whether the transaction is certainly not committed: the server said so with an ordinary error. One that ends the
    /// connection may also come after the commit, and a broken connection says nothing.
    /// </summary>
    public static bool IsRolledBack(Exception failure) =>
        failure is PostgresException { InvariantSeverity: "ERROR" };

    /// <summary>Whether the same transaction may succeed at once: a deadlock or a serialization failure.</summary>
    public static bool IsWorthRepeating(Exception failure) =>
        failure is PostgresException { InvariantSeverity: "ERROR", SqlState: PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure };

    /// <summary>Sorts a failure whose transaction is not committed, or has changed nothing, into the port's kinds.</summary>
    public static Exception Of(Exception failure) => failure switch
    {
        PostgresException { SqlState: Fenced } error => new FencedException(Partition(error.MessageText)),
        PostgresException error when error.SqlState.StartsWith(OwnCodes, StringComparison.Ordinal) =>
            new InvalidOperationException(error.MessageText, error),
        PostgresException { SqlState: PostgresErrorCodes.UniqueViolation, ConstraintName: "responses_by_id" } error => new RowExistsException(error),
        PostgresException error when IsOfContent(error) => new RefusedByStoreException("The database refuses the content.", error),
        PostgresException error => new StoreUnavailableException($"The database can't serve now: {error.MessageText}", error),
        _ => new StoreUnavailableException($"The database can't be reached now: {failure.Message}", failure),
    };

    // 22: a value is out of its range or no text; 23: a constraint; 54: a limit of the server, such as the size of an index entry.
    private static bool IsOfContent(PostgresException error) =>
        error.InvariantSeverity == "ERROR" && error.SqlState[..2] is "22" or "23" or "54";

    /// <summary>The call's result, or its failure sorted into the port's kinds.</summary>
    public static async Task<T> SortAsync<T>(Task<T> call)
    {
        try
        {
            return await call;
        }
        catch (Exception failure) when (IsOfDatabase(failure))
        {
            throw Of(failure);
        }
    }

    /// <summary>What to tell who starts the program on a database that can't be used.</summary>
    public static StartupException Unusable(Exception failure)
    {
        var message = (failure as PostgresException)?.MessageText ?? failure.Message;
        return new StartupException(
            failure is PostgresException { SqlState: PostgresErrorCodes.ProtocolViolation } && message.Contains("startup parameter", StringComparison.Ordinal)
                ? $"The pooler of --Store:Postgres refuses the connection: {message}. Leave that out of the connection string (and PGOPTIONS out of the environment), or name it in the pooler's ignore_startup_parameters."
                : $"The database of --Store:Postgres can't be used: {message} Check that PostgreSQL runs, that the connection string names the right host, database, user and password, and that this user may create a schema there or owns the one named.",
            failure);
    }

    private static PartitionAddress Partition(string text)
    {
        var at = text.IndexOf('/', StringComparison.Ordinal);
        return new PartitionAddress(int.Parse(text.AsSpan(0, at), CultureInfo.InvariantCulture), int.Parse(text.AsSpan(at + 1), CultureInfo.InvariantCulture));
    }
}
