using System.Collections.Concurrent;
using NpsRealtime.Scoring;

namespace NpsRealtime.Storage.Sqlite;

/// <summary>Reading connections to a SQLite file, kept for reuse, so many at once.</summary>
internal sealed class SqliteReaders(string path, int atOnce) : IDisposable
{
    private readonly ConcurrentBag<SqliteSession> _idle = [];
    private readonly SemaphoreSlim _turns = new(atOnce);

    /// <summary>
    /// Runs work in one consistent read, on the thread pool, since SQLite's calls block; what reads for bulk stays on its threads.
    /// </summary>
    public async Task<T> RunAsync<T>(Func<SqliteSession, T> work, CancellationToken cancellation)
    {
        var threads = TaskScheduler.Current as BulkThreads ?? TaskScheduler.Default;
        await _turns.WaitAsync(cancellation);
        try
        {
            return await Task.Factory.StartNew(() => Run(work), cancellation, TaskCreationOptions.DenyChildAttach, threads);
        }
        finally
        {
            _turns.Release();
        }
    }

    public void Dispose()
    {
        while (_idle.TryTake(out var session))
            session.Dispose();
        _turns.Dispose();
    }

    private T Run<T>(Func<SqliteSession, T> work)
    {
        if (!_idle.TryTake(out var session))
            session = SqliteSession.OpenReader(path);
        try
        {
            var result = session.Read(work);
            _idle.Add(session);
            return result;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }
}
