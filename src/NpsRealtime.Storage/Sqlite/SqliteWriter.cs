using System.Collections.Concurrent;
using NpsRealtime.Scoring.Engine;
using NpsRealtime.Scoring.Store;
using NpsRealtime.Storage.Sqlite.Disk;

namespace NpsRealtime.Storage.Sqlite;

/// <summary>The one writer of a SQLite file: a thread of its own with the only writing connection, since SQLite's calls block.</summary>
internal sealed class SqliteWriter : IDisposable
{
    private readonly BlockingCollection<Action> _work = new(boundedCapacity: 1_024);
    private readonly SqliteSession _session;
    private readonly SqliteCheckpoints _checkpoints;
    private readonly SqliteRoom _room;
    private readonly Thread _thread;
    private volatile bool _isClosing;

    /// <param name="session">The writing connection.</param>
    /// <param name="checkpoints">Told after each transaction; disposed of with this.</param>
    /// <param name="room">What is known of the disk; disposed of with this.</param>
    public SqliteWriter(SqliteSession session, SqliteCheckpoints checkpoints, SqliteRoom room)
    {
        _session = session;
        _checkpoints = checkpoints;
        _room = room;
        _thread = new Thread(Run) { IsBackground = true, Name = "SQLite writer" };
        _thread.Start();
    }

    /// <summary>Why nothing can be written now; null when nothing stands in the way.</summary>
    public string? Fault => _room.Fault;

    /// <summary>Runs work in one write transaction, after what was asked for before.</summary>
    public Task<T> WriteAsync<T>(Func<SqliteSession, T> work) => RunAsync(session => Write(session, work));

    /// <summary>Runs work on the writer's thread, after what was asked for before.</summary>
    public Task<T> RunAsync<T>(Func<SqliteSession, T> work)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            _work.Add(() => Complete(done, work));
        }
        catch (InvalidOperationException failure)
        {
            done.SetException(new StoreUnavailableException("The database file is closed.", failure));
        }

        return done.Task;
    }

    public void Dispose()
    {
        _work.CompleteAdding();
        _isClosing = true;
        _thread.Join();
        _checkpoints.Dispose();

        // Before the last connection: that copies what is left of the log.
        _room.Dispose();
        _session.Dispose();
        _work.Dispose();
    }

    private void Run()
    {
        foreach (var action in _work.GetConsumingEnumerable())
        {
            action();
            _checkpoints.Look(_session);
        }
    }

    private T Write<T>(SqliteSession session, Func<SqliteSession, T> work)
    {
        // What waits behind a lock that somebody else holds would take seconds each. Whoever asked has been answered, or will send it again.
        if (_isClosing)
            throw new StoreUnavailableException("The database file is being closed.");
        _room.Demand();
        try
        {
            return session.Write(session =>
            {
                var result = work(session);
                return _room.TryHold(session)
                    ? result
                    : throw new StoreUnavailableException(_room.Fault ?? "The disk that holds the database was full a moment ago.");
            });
        }
        catch (Exception failure) when (failure is StoreUnavailableException or UnknownOutcomeException)
        {
            _room.Failed(failure);
            throw;
        }
    }

    private void Complete<T>(TaskCompletionSource<T> done, Func<SqliteSession, T> work)
    {
        try
        {
            done.SetResult(work(_session));
        }
        catch (Exception failure)
        {
            done.SetException(failure);
        }
    }
}
