namespace NpsRealtime.Scoring.Partitions;

/// <summary>
/// How many responses go into one transaction of a bulk lane. While nobody else sends it is the whole, since large groups are cheap.
/// Somebody who sends a few waits for the transaction that is being written: so while another tenant does, it is as many as are
/// written in about the time that a few take, found by trying. Thread-safe; the lanes of a node share it.
/// </summary>
internal sealed class GroupBound(ScoringOptions options, TimeProvider time)
{
    /// <summary>Bytes of a tenant's bulk in hand while it is shared: several transactions, and little for the collector to keep.</summary>
    public const long SharedBytesMax = 2_097_152;

    private const int SharedMin = 48;
    private const int SharedAtFirst = 256;

    private static readonly TimeSpan SharedFor = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan HardlyNoticed = TimeSpan.FromMilliseconds(3);

    private readonly Lock _gate = new();
    private int _shared = SharedAtFirst;
    private TimeSpan _few = HardlyNoticed;
    private int? _bulkTenant;
    private long? _sharedAt;

    /// <summary>The bound as it is now.</summary>
    public int Responses
    {
        get
        {
            lock (_gate)
                return IsSharedNow ? Math.Min(_shared, options.GroupResponsesMax) : options.GroupResponsesMax;
        }
    }

    /// <summary>Whether one tenant has sent much and another a few, not long ago.</summary>
    public bool IsShared
    {
        get
        {
            lock (_gate)
                return IsSharedNow;
        }
    }

    private bool IsSharedNow => _sharedAt is { } at && time.GetElapsedTime(at) < SharedFor;

    /// <summary>A tenant has something to commit: much of it, or a few.</summary>
    public void Seen(int tenantId, bool isBulk)
    {
        lock (_gate)
        {
            if (isBulk)
                _bulkTenant = tenantId;
            else if (_bulkTenant is { } other && other != tenantId)
                _sharedAt = time.GetTimestamp();
            if (IsSharedNow)
                BulkThreads.GiveWay();
        }
    }

    /// <summary>So many responses were written at once, and it took so long.</summary>
    public void Written(int responses, TimeSpan took, bool isBulk)
    {
        lock (_gate)
        {
            if (!isBulk)
            {
                // Nearly the least: what a transaction of a few takes when it does not wait for others.
                _few = took < _few ? took : _few + ((took - _few) / 64);
                return;
            }

            if (!IsSharedNow)
                return;
            var most = _few > HardlyNoticed ? _few : HardlyNoticed;
            if (took > most * 1.25)
                _shared = Math.Max(_shared - (_shared / 4), SharedMin);
            else if (took < most * 0.75 && responses >= _shared)
                _shared = Math.Min(_shared + (_shared / 4), options.GroupResponsesMax);
        }
    }
}
