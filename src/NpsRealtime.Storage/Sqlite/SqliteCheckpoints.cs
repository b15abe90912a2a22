namespace NpsRealtime.Storage.Sqlite;

/// <summary>
/// Copies the write-ahead log into the database on a thread of its own: done inside the commit that fills the log, as SQLite does by
/// itself, that commit takes ten times as long, and everybody behind it waits. After an erasure the log is emptied within seconds,
/// since it still holds what was erased.
/// </summary>
internal sealed class SqliteCheckpoints : IDisposable
{
    private const int PagesMin = 4_000;

    // While the writer never pauses, it is always some pages ahead, and the log can't begin anew. At this length it waits for once.
    private const int PagesMax = 16_000;

    private const int CatchUpsMax = 2;

    private static readonly TimeSpan ErasedFor = TimeSpan.FromSeconds(2);

    private readonly AutoResetEvent _news = new(false);
    private readonly SqliteSession _session;
    private readonly Thread _thread;
    private long _pagesSeen;
    private volatile bool _isFull;
    private volatile bool _isTooLong;
    private volatile bool _hasErased;
    private volatile bool _isOver;

    /// <param name="session">A connection for this alone.</param>
    public SqliteCheckpoints(SqliteSession session)
    {
        _session = session;
        _thread = new Thread(Run) { IsBackground = true, Name = "SQLite checkpoints" };
        _thread.Start();
    }

    /// <summary>Called by the writer, on its thread, between two transactions.</summary>
    public void Look(SqliteSession writer)
    {
        if (writer.TakeHasErased())
        {
            _hasErased = true;
            _news.Set();
        }

        if (_isTooLong)
        {
            _isTooLong = false;
            writer.Checkpoint();
        }

        var pages = writer.PagesWritten;
        if (pages - _pagesSeen < PagesMin)
            return;
        _pagesSeen = pages;
        _isFull = true;
        _news.Set();
    }

    public void Dispose()
    {
        _isOver = true;
        _news.Set();
        _thread.Join();
        _session.Dispose();
        _news.Dispose();
    }

    // What the writer has added while most of the log was copied, it would have to copy itself when it waits.
    private void CatchUp()
    {
        for (var round = 0; round < CatchUpsMax; round++)
            _session.Checkpoint();
    }

    private void Run()
    {
        while (!_isOver)
        {
            var isNews = _news.WaitOne(_hasErased ? ErasedFor : Timeout.InfiniteTimeSpan);
            if (_isFull)
            {
                _isFull = false;
                if (_session.Checkpoint() >= PagesMax)
                {
                    CatchUp();
                    _isTooLong = true;
                }
            }

            if (isNews || !_hasErased)
                continue;

            // Said before it is done: an erasure that comes meanwhile asks for another. Whoever reads from the log at this moment
            // keeps it; then it is tried again.
            _hasErased = false;
            if (!_session.TryEmptyLog())
                _hasErased = true;
        }
    }
}
