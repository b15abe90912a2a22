using NpsRealtime.Scoring.Engine;

namespace NpsRealtime.Storage.Sqlite.Disk;

/// <summary>
/// Copies the write-ahead log into the database on a thread of its own: done inside the commit that fills the log, as SQLite does by
/// itself, that commit takes ten times as long, and everybody behind it waits. After an erasure the log is emptied within seconds,
/// since it still holds what was erased; after a peak once it is quiet, to give the disk its room back; and on a full disk, to make some.
/// </summary>
internal sealed class SqliteCheckpoints : IDisposable
{
    private const int PagesMin = 4_000;

    // While the writer never pauses, it is always some pages ahead, and the log can't begin anew. At this length it waits for once.
    private const int PagesMax = 16_000;

    private const int CatchUpsMax = 2;

    private static readonly TimeSpan ErasedFor = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan QuietFor = TimeSpan.FromSeconds(10);

    private readonly AutoResetEvent _news = new(false);
    private readonly SqliteSession _session;
    private readonly SqliteRoom _room;
    private readonly Thread _thread;
    private long _pagesSeen;
    private volatile bool _isFull;
    private volatile bool _isTooLong;
    private volatile bool _hasErased;
    private volatile bool _isOver;
    private bool _isLong;

    /// <param name="session">A connection for this alone.</param>
    /// <param name="room">What is known of the disk.</param>
    public SqliteCheckpoints(SqliteSession session, SqliteRoom room)
    {
        _session = session;
        _room = room;
        _thread = new Thread(Run) { IsBackground = true, Name = "SQLite checkpoints" };
        _thread.Start();
    }

    /// <summary>Called by the writer, on its thread, between two transactions.</summary>
    public void Look(SqliteSession writer)
    {
        // Once: those who are refused from now on are no reason to look sooner.
        if (_room.TakeIsNewlyFull())
            _news.Set();
        if (_room.Fault is not null)
            return;

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

    private void Run()
    {
        while (!_isOver)
        {
            var isFullDisk = _room.Fault is not null;
            var isNews = _news.WaitOne(isFullDisk ? _room.Pause : _hasErased ? ErasedFor : _isLong ? QuietFor : Timeout.InfiniteTimeSpan);
            if (isFullDisk)
            {
                if (!isNews)
                    TryRegain();
            }
            else if (_isFull)
            {
                _isFull = false;
                CopyMost();
            }
            else if (!isNews)
            {
                EmptyLog();
            }
        }
    }

    private void CopyMost()
    {
        _isLong = true;
        if (_session.Checkpoint() < PagesMax)
            return;

        // What the writer has added while most of the log was copied, it would have to copy itself when it waits.
        for (var round = 0; round < CatchUpsMax; round++)
            _session.Checkpoint();
        _isTooLong = true;
    }

    private void EmptyLog()
    {
        // Said before it is done: an erasure that comes meanwhile asks for another. Whoever reads from the log at this moment keeps it; then
        // it is tried again.
        var hadErased = _hasErased;
        _hasErased = false;
        if (_session.TryEmptyLog(out _))
            _isLong = false;
        else
            _hasErased |= hadErased;
    }

    private void TryRegain()
    {
        try
        {
            _room.TryRegain(_session);
        }
        catch (StoreUnavailableException)
        {
            // Not even the size of the file could be read: the next look may.
        }
    }
}
