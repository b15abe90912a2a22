using NpsRealtime.Scoring.Store;

namespace NpsRealtime.Scoring.Partitions;

/// <summary>
/// Whether the database takes commits, as the last of them found it. An operator is told when that changes, and not at every try: while it
/// does not, each sender tries again each second. Thread-safe.
/// </summary>
internal sealed class StoreCondition(IResponseStore store, TimeProvider time, IScoringLog log)
{
    private static readonly TimeSpan BelievedFor = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private long _awaySince;
    private long _failedAt;
    private string? _fault;

    /// <summary>
    /// Why the database takes no commits, as a sentence for an operator; null when nothing is known to be wrong. What a commit met is believed for
    /// some seconds: when nobody sends, nobody finds out that it has become better.
    /// </summary>
    public string? Fault
    {
        get
        {
            if (store.Fault is { } known)
                return known;
            lock (_gate)
                return _fault is not null && time.GetElapsedTime(_failedAt) < BelievedFor ? _fault : null;
        }
    }

    /// <summary>A commit was not made because of the database.</summary>
    public void Failed(Exception failure)
    {
        lock (_gate)
        {
            _failedAt = time.GetTimestamp();
            if (_fault is null)
            {
                _awaySince = _failedAt;
                log.StoreAway(failure);
            }

            _fault = failure.Message;
        }
    }

    /// <summary>It is not known whether a commit was made.</summary>
    public void LostAnswer(int groups, Exception failure)
    {
        lock (_gate)
        {
            if (_fault is null)
                log.OutcomeUnknown(groups, failure);
        }
    }

    /// <summary>A downsampling was not made. Told by itself only where nothing is known to be wrong with the whole database.</summary>
    public void DownsamplingFailed(PartitionAddress partition, Exception failure)
    {
        lock (_gate)
        {
            if (_fault is null && store.Fault is null)
                log.DownsamplingFailed(partition, failure);
        }
    }

    /// <summary>A commit was made.</summary>
    public void Served()
    {
        // Nearly always so, and then without the lock.
        if (Volatile.Read(ref _fault) is null)
            return;
        lock (_gate)
        {
            if (_fault is null)
                return;
            _fault = null;
            log.StoreBack(time.GetElapsedTime(_awaySince));
        }
    }
}
