using Microsoft.Data.Sqlite;
using NpsRealtime.Scoring.Engine;
using SQLitePCL;

namespace NpsRealtime.Storage.Sqlite.Disk;

/// <summary>
/// Whether the disk has room to write. The log must be copied into the database before it can shrink, and the database grows by that: so as
/// much as it will grow is held in reserve all the time, and a disk that is full can always be cleared up. When a write meets a disk that is
/// full or refuses, the next ones are refused before they try; the checkpoints' thread looks once a second whether it has become better, and
/// needs no sender for that. Thread-safe.
/// </summary>
internal sealed class SqliteRoom(string path) : IDisposable
{
    /// <summary>For what grows beside the file: the index of the log.</summary>
    private const long SpareBytes = 2 << 20;

    /// <summary>So much more than the reserve must be free before anything is written again, so that it does not end with the first commit.</summary>
    private const long RegainBytes = 8 << 20;

    /// <summary>The log is copied and grows again all the time. To cut the reserve and write it anew each time would cost more than it is worth.</summary>
    private const long ExcessBytes = 64 << 20;

    private static readonly TimeSpan PauseMin = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PauseMax = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Lasting = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly SqliteReserve _reserve = new(path + "-reserve");
    private TimeSpan _pause = PauseMin;
    private long _regainedAt;
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
            case raw.SQLITE_READONLY:
            case raw.SQLITE_IOERR when cause.SqliteExtendedErrorCode
                is raw.SQLITE_IOERR_WRITE or raw.SQLITE_IOERR_FSYNC or raw.SQLITE_IOERR_TRUNCATE or raw.SQLITE_IOERR_SHMSIZE:
                Refuse($"The disk that holds the database refuses to write ({cause.Message.TrimEnd('.')}). Responses are refused until that is mended and there is room; then it goes on by itself.");
                break;
        }
    }

    /// <summary>
    /// Holds as much as the log will add to the file. Called by the writer before each commit, which is not made when that is impossible: what is
    /// in the log can always be copied.
    /// </summary>
    public bool TryHold(SqliteSession writer)
    {
        if (_fault is not null)
            return false;
        lock (_gate)
        {
            var wanted = WantedBytes(writer);
            if ((_reserve.Held >= wanted && _reserve.Held - wanted < ExcessBytes) || _reserve.TryHold(wanted))
                return true;
        }

        Refuse("The disk that holds the database is nearly full. Responses are refused until there is room; then it goes on by itself.");
        return false;
    }

    /// <summary>Clears the log away, into the room that was held for that, and looks whether there is enough again.</summary>
    /// <param name="checkpointer">A connection that waits for nobody.</param>
    public void TryRegain(SqliteSession checkpointer)
    {
        lock (_gate)
        {
            // And made anew, as small as it need be; that it can be written is what tells that there is room.
            _reserve.GiveUp();
            if (!checkpointer.TryEmptyLog(out var isBusy) && !isBusy)
                return;
            var wanted = WantedBytes(checkpointer);
            var isEnough = _reserve.TryHold(wanted + RegainBytes);
            if (!_reserve.TryHold(wanted) || !isEnough)
                return;
            _regainedAt = TimeProvider.System.GetTimestamp();
            _fault = null;
        }
    }

    public void Dispose() => Clear();

    private long WantedBytes(SqliteSession session)
    {
        var length = new FileInfo(path) is { Exists: true } file ? file.Length : 0;
        return Math.Max(0, session.DatabaseBytes - length) + SpareBytes;
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
