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

    /// <summary>
    /// Whether a commit that failed so is surely not made, once no transaction is open any more. With a write-ahead log a commit comes into being
    /// when its last step has written the log's index, which is memory; everything that can fail for these reasons comes before that, and
    /// SQLite takes the frames that it has added out of the log again. (A power failure right after one that could not be synchronised
    /// may bring it back all the same. Then whoever sends it again, as he was told, finds it there.)
    /// </summary>
    public static bool IsRolledBack(SqliteException failure) => failure.SqliteErrorCode switch
    {
        raw.SQLITE_FULL or raw.SQLITE_READONLY or raw.SQLITE_BUSY or raw.SQLITE_LOCKED or raw.SQLITE_NOMEM or raw.SQLITE_INTERRUPT => true,
        raw.SQLITE_IOERR => failure.SqliteExtendedErrorCode
            is raw.SQLITE_IOERR_READ or raw.SQLITE_IOERR_SHORT_READ or raw.SQLITE_IOERR_WRITE or raw.SQLITE_IOERR_FSYNC or raw.SQLITE_IOERR_NOMEM
            or raw.SQLITE_IOERR_SEEK or raw.SQLITE_IOERR_FSTAT or raw.SQLITE_IOERR_TRUNCATE
            or raw.SQLITE_IOERR_SHMOPEN or raw.SQLITE_IOERR_SHMSIZE or raw.SQLITE_IOERR_SHMMAP or raw.SQLITE_IOERR_SHMLOCK,
        _ => false,
    };
}
