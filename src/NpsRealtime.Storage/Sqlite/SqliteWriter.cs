using System.Collections.Concurrent;
using NpsRealtime.Scoring.Engine;

namespace NpsRealtime.Storage.Sqlite;

/// <summary>The one writer of a SQLite file: a thread of its own with the only writing connection, since SQLite's calls block.</summary>
internal sealed class SqliteWriter : IDisposable
{
    private readonly BlockingCollection<Action> _work = new(boundedCapacity: 1_024);
    private readonly SqliteSession _session;
    private readonly SqliteCheckpoints _checkpoints;
    private readonly Thread _thread;

    /// <param name="session">The writing connection.</param>
    /// <param name="checkpoints">Told after each transaction; disposed of with this.</param>
    public SqliteWriter(SqliteSession session, SqliteCheckpoints checkpoints)
    {
        _session = session;
        _checkpoints = checkpoints;
        _thread = new Thread(Run) { IsBackground = true, Name = "SQLite writer" };
        _thread.Start();
    }

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
        _thread.Join();
        _checkpoints.Dispose();
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
