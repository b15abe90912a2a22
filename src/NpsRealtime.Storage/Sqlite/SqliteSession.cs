using Microsoft.Data.Sqlite;
using NpsRealtime.Scoring.Engine;
using NpsRealtime.Scoring.Store;
using NpsRealtime.Storage.Sqlite.Disk;
using SQLitePCL;

namespace NpsRealtime.Storage.Sqlite;

/// <summary>One connection with its prepared statements. Not thread-safe.</summary>
internal sealed class SqliteSession : IDisposable
{
    private const int CachePagesMax = 16_384;

    /// <summary>The log's file is cut to this when it begins anew. A flood fills it again and again, so less would cost more than it saves.</summary>
    private const int LogBytesMax = 64 << 20;

    private readonly Dictionary<string, SqliteStatement> _statements = new(StringComparer.Ordinal);
    private readonly SqliteConnection _connection;
    private bool _hasErased;

    // A session is used by one thread at a time, so SQLite need not lock a mutex around every call to it. This must be said before
    // SQLite is first used, and is for the whole process.
    static SqliteSession()
    {
        Batteries_V2.Init();
        raw.sqlite3_config(raw.SQLITE_CONFIG_MULTITHREAD);
    }

    private SqliteSession(SqliteConnection connection) => _connection = connection;

    private sqlite3 Database => _connection.Handle!;

    /// <summary>Opens the file for writing; makes it when it is not there.</summary>
    public static SqliteSession OpenWriter(string path)
    {
        var session = Open(path, SqliteOpenMode.ReadWriteCreate);
        session.Execute("pragma journal_mode = wal");
        session.Execute("pragma synchronous = full");
        session.Execute("pragma secure_delete = on");

        // That is the work of SqliteCheckpoints.
        session.Execute("pragma wal_autocheckpoint = 0");
        session.Execute($"pragma journal_size_limit = {LogBytesMax}");
        session.Execute($"pragma cache_size = {CachePagesMax}");
        return session;
    }

    /// <summary>Opens the file for checkpoints, which never wait for anybody.</summary>
    public static SqliteSession OpenCheckpointer(string path)
    {
        var session = Open(path, SqliteOpenMode.ReadWrite);
        session.Execute("pragma synchronous = full");
        session.Execute("pragma busy_timeout = 0");
        return session;
    }

    /// <summary>Opens the file for reading.</summary>
    public static SqliteSession OpenReader(string path)
    {
        var session = Open(path, SqliteOpenMode.ReadWrite);
        session.Execute("pragma query_only = on");
        return session;
    }

    /// <summary>Pages that this connection has written to the log so far.</summary>
    public long PagesWritten
    {
        get
        {
            raw.sqlite3_db_status(Database, raw.SQLITE_DBSTATUS_CACHE_WRITE, out var pages, out _, resetFlg: 0);
            return pages;
        }
    }

    /// <summary>Whether content was erased that the log may still hold; asked once, answered once.</summary>
    public bool TakeHasErased() => _hasErased && !(_hasErased = false);

    /// <summary>Content was erased; see <see cref="SqliteCheckpoints"/>.</summary>
    public void NoteErased() => _hasErased = true;

    /// <summary>Copies what it can from the log into the database, and makes nobody wait. Returns the pages that the log holds.</summary>
    public int Checkpoint()
    {
        raw.sqlite3_wal_checkpoint_v2(Database, null, raw.SQLITE_CHECKPOINT_PASSIVE, out var pages, out _);
        return pages;
    }

    /// <summary>Copies all of the log into the database and empties it. Returns whether that was possible: nobody may be using it.</summary>
    public bool TryEmptyLog(out bool isBusy)
    {
        var code = raw.sqlite3_wal_checkpoint_v2(Database, null, raw.SQLITE_CHECKPOINT_TRUNCATE, out _, out _);
        isBusy = code is raw.SQLITE_BUSY or raw.SQLITE_LOCKED;
        return code == raw.SQLITE_OK;
    }

    /// <summary>How large the database is, with what the present transaction adds. Its file is as large once the log is copied.</summary>
    public long DatabaseBytes => First("pragma page_count") * First("pragma page_size");

    /// <summary>The statement of that text, prepared once.</summary>
    public SqliteStatement Statement(string text)
    {
        if (!_statements.TryGetValue(text, out var statement))
            _statements[text] = statement = new SqliteStatement(Database, text);
        return statement;
    }

    /// <summary>Runs statements that return nothing of interest.</summary>
    public void Execute(string text)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = text;
        try
        {
            command.ExecuteNonQuery();
        }
        catch (SqliteException failure)
        {
            throw SqliteFaults.Of(failure);
        }
    }

    /// <summary>The first number that a query returns.</summary>
    public long Number(string text)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = text;
        return (long)command.ExecuteScalar()!;
    }

    /// <summary>Runs work in one write transaction.</summary>
    /// <exception cref="UnknownOutcomeException">The commit itself failed in a way that leaves its outcome open.</exception>
    public T Write<T>(Func<SqliteSession, T> work)
    {
        // Only where rolling back has failed too: nothing of that transaction may become part of this one.
        if (!IsIdle)
            Statement("rollback").Run();
        Statement("begin immediate").Run();
        T result;
        try
        {
            result = work(this);
        }
        catch
        {
            TryRollBack();
            throw;
        }

        Commit();
        return result;
    }

    /// <summary>Runs work in one consistent read.</summary>
    public T Read<T>(Func<SqliteSession, T> work)
    {
        Statement("begin").Run();
        try
        {
            return work(this);
        }
        finally
        {
            if (!IsIdle)
                Statement("rollback").Run();
        }
    }

    public void Dispose()
    {
        foreach (var statement in _statements.Values)
            statement.Dispose();
        _connection.Dispose();
    }

    private static SqliteSession Open(string path, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = mode,
            Pooling = false,
            DefaultTimeout = 5,
        }.ToString());
        try
        {
            connection.Open();
            var session = new SqliteSession(connection);
            session.Execute("pragma busy_timeout = 5000");
            return session;
        }
        catch (SqliteException failure)
        {
            connection.Dispose();
            throw SqliteFaults.Of(failure);
        }
    }

    // SQLite rolls some failed transactions back by itself.
    private bool IsIdle => raw.sqlite3_get_autocommit(Database) != 0;

    private void Commit()
    {
        try
        {
            Statement("commit").Run();
        }
        catch (StoreUnavailableException failure)
        {
            var isOver = TryRollBack();
            if (isOver && failure.InnerException is SqliteException cause && SqliteFaults.IsRolledBack(cause))
                throw;
            throw new UnknownOutcomeException(failure);
        }
    }

    /// <summary>Returns whether no transaction is open any more. Never throws, so as not to hide why there is something to roll back.</summary>
    private bool TryRollBack()
    {
        try
        {
            if (!IsIdle)
                Statement("rollback").Run();
        }
        catch (StoreUnavailableException)
        {
            // The next transaction tries again.
        }

        return IsIdle;
    }

    private long First(string query)
    {
        var statement = Statement(query);
        statement.Read();
        var first = statement.Long(0);
        statement.Reset();
        return first;
    }
}
