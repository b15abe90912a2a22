using Microsoft.Data.Sqlite;
using NpsRealtime.Scoring.Engine;
using NpsRealtime.Scoring.Store;
using SQLitePCL;

namespace NpsRealtime.Storage.Sqlite;

/// <summary>What SQLite's result codes mean to the write path.</summary>
internal static class SqliteFaults
{
    /// <summary>The exception of a failed call outside a commit's last step.</summary>
    public static Exception Of(sqlite3 database, int code)
    {
        var message = raw.sqlite3_errmsg(database).utf8_to_string();
        return Of(new SqliteException($"SQLite error {code}: {message}", code & 0xFF, raw.sqlite3_extended_errcode(database)));
    }

    /// <summary>Sorts an exception of the provider into the port's kinds.</summary>
    public static Exception Of(SqliteException failure) => failure.SqliteErrorCode switch
    {
        raw.SQLITE_CONSTRAINT when failure.SqliteExtendedErrorCode == raw.SQLITE_CONSTRAINT_UNIQUE
            && failure.Message.Contains("responses.id_hash", StringComparison.Ordinal) => new RowExistsException(failure),
        raw.SQLITE_CONSTRAINT or raw.SQLITE_TOOBIG or raw.SQLITE_MISMATCH or raw.SQLITE_RANGE =>
            new RefusedByStoreException("The database refuses the content.", failure),
        _ => new StoreUnavailableException($"The database file can't be used now: {failure.Message}", failure),
    };
}
