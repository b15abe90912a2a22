using Microsoft.Data.Sqlite;
using NpsRealtime.Scoring.Engine;
using SQLitePCL;

namespace NpsRealtime.Storage.Sqlite;

/// <summary>
/// Whether the disk has room to write. The log must be copied into the database before it can shrink, and the database grows by that: so as
/// much as it will grow is held in reserve all the time, and a disk that is full can always be cleared up. When a write meets a disk that is
/// full or refuses, the next ones are refused before they try; the checkpoints' thread looks once a second whether it has become better, and
/// needs no sender for that. Thread-safe.
/// </summary>
internal sealed class SqliteRoom(string path) : IDisposable
{
    /// <summary>Between two looks a transaction or two may add to the log, and its index grows as well.</summary>
    private const long SpareBytes = 2 << 20;

    /// <summary>So much more than the reserve must be free before anything is written again, so that it does not end with the first commit.</summary>
    private const long RegainBytes = 8 << 20;

    private const long PagesBetweenLooks = 256;

    private static readonly TimeSpan PauseMin = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PauseMax = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Lasting = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly SqliteReserve _reserve = new(path + "-reserve");
    private TimeSpan _pause = PauseMin;
    private long _regainedAt;
    private long _pagesSeen = long.MinValue;
    private volatile string? _fault;
    private int _isNewlyFull;

    /// <summary>Why nothing can be written now, as a sentence for an operator; null when nothing stands in the way.</summary>
    public string? Fault => _fault;

    /// <summary>Whether writes have begun to be refused; asked once, answered once.</summary>
    public bool TakeIsNewlyFull() => Interlocked.Exchange(ref _isNewlyFull, 0) != 0;

    /// <summary>How long to wait before looking again.</summary>
    public TimeSpan Pause => _pause;

    /// <summary>Gives up what an earlier life has left, before the file is opened: that may need room.</summary>
    public void Clear()
    {
        lock (_gate)
            _reserve.GiveUp();
    }

    /// <summary>Refuses a write that would meet a disk that is known to be full.</summary>
    /// <exception cref="StoreUnavailableException">It is.</exception>
    public void Demand()
    {
        if (_fault is { } fault)
            throw new StoreUnavailableException(fault);
    }

    /// <summary>A write has failed: if that was the disk's fault, the next ones need not try.</summary>
    public void Failed(Exception failure)
    {
        var cause = failure as SqliteException ?? failure.InnerException as SqliteException ?? failure.InnerException?.InnerException as SqliteException;
        switch (cause?.SqliteErrorCode)
        {
            case raw.SQLITE_FULL:
                Refuse("The disk that holds the database is full. Responses are refused until there is room; then it goes on by itself.");
                break;
            case raw.SQLITE_IOERR or raw.SQLITE_READONLY or raw.SQLITE_CANTOPEN:
                Refuse($"The disk that holds the database refuses to write ({cause.Message.TrimEnd('.')}). Responses are refused until that is mended and there is room; then it goes on by itself.");
                break;
        }
    }

    /// <summary>Called by the writer, on its thread, between two transactions: as much is held as the log will add to the file.</summary>
    public void Look(SqliteSession writer)
    {
        var pages = writer.PagesWritten;
        if (_fault is not null || pages - PagesBetweenLooks < _pagesSeen)
            return;
        _pagesSeen = pages;
        if (!TryHold(writer, extra: 0))
            Refuse("The disk that holds the database is nearly full. Responses are refused until there is room; then it goes on by itself.");
    }

    /// <summary>Clears the log away, into the room that was held for that, and looks whether there is enough again.</summary>
    /// <param name="checkpointer">A connection that waits for nobody.</param>
    public void TryRegain(SqliteSession checkpointer)
    {
        lock (_gate)
        {
            if (LengthOf(path + "-wal") > 0)
            {
                _reserve.GiveUp();
                if (!checkpointer.TryEmptyLog(out var isBusy) && !isBusy)
                    return;
            }

            var isEnough = TryHold(checkpointer, RegainBytes);
            TryHold(checkpointer, extra: 0);
            if (!isEnough)
                return;
            _regainedAt = TimeProvider.System.GetTimestamp();
            _fault = null;
        }
    }

    public void Dispose() => Clear();

    private static long LengthOf(string file) => new FileInfo(file) is { Exists: true } found ? found.Length : 0;

    private bool TryHold(SqliteSession session, long extra)
    {
        lock (_gate)
            return _reserve.TryHold(Math.Max(0, session.DatabaseBytes - LengthOf(path)) + SpareBytes + extra);
    }

    private void Refuse(string fault)
    {
        // Not inside the lock: the writer is not to wait while the log is being cleared away.
        if (_fault is not null)
            return;
        lock (_gate)
        {

            // A disk that takes a little and fails again must not be tried, and told of, every second.
            var isSoon = _regainedAt != 0 && TimeProvider.System.GetElapsedTime(_regainedAt) < Lasting;
            _pause = isSoon && _pause * 2 < PauseMax ? _pause * 2 : isSoon ? PauseMax : PauseMin;
            _fault = fault;
            Interlocked.Exchange(ref _isNewlyFull, 1);
        }
    }
}
