namespace NpsRealtime.Scoring.Partitions;

/// <summary>
/// How many responses go into one transaction of a bulk lane. While nobody else sends it is the whole, since large groups are cheap.
/// Somebody who sends a few waits for the transaction that is being written: so while another tenant does, it is as many as are
/// written in about the time that a few take, found by trying; and bulk rests three times as long as it has worked, so that most of the time
/// the writer, the processors and the collector are the other's. Thread-safe; the lanes of a node share it.
/// </summary>
internal sealed class GroupBound(ScoringOptions options, TimeProvider time)
{
    /// <summary>Bytes of a tenant's bulk in hand while it is shared: several transactions, and little for the collector to keep.</summary>
    public const long SharedBytesMax = 524_288;

    private const int SharedMin = 16;
    private const int SharedAtFirst = 64;

    private static readonly TimeSpan SharedFor = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan HardlyNoticed = TimeSpan.FromMilliseconds(2);

    private readonly Lock _gate = new();
    private int _shared = SharedAtFirst;
    private TimeSpan _few = HardlyNoticed;
    private readonly Dictionary<int, long> _pressedAt = [];
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
    public void Seen(int tenantId, bool isPressed)
    {
        lock (_gate)
        {
            if (isPressed)
                _pressedAt[tenantId] = time.GetTimestamp();
            else if (_pressedAt.Count > 0 && !HasSentMuch(tenantId) && IsAnyBulk())
                _sharedAt = time.GetTimestamp();
            if (IsSharedNow)
                BulkThreads.GiveWay(options.BulkRest);
        }
    }

    /// <summary>
    /// Whether what a tenant sends is a bulk lane's, however little waits: while others send a few, and it has sent much not long ago. Its
    /// flood would else come through the lane of the few in pieces.
    /// </summary>
    public bool IsBulk(int tenantId)
    {
        lock (_gate)
            return IsSharedNow && HasSentMuch(tenantId);
    }

    /// <summary>How long a bulk lane rests after it has worked so long.</summary>
    public TimeSpan RestAfter(TimeSpan worked) => IsShared ? BulkThreads.Rest(worked, options.BulkRest) : TimeSpan.Zero;

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

    private bool HasSentMuch(int tenantId) => _pressedAt.TryGetValue(tenantId, out var at) && time.GetElapsedTime(at) < SharedFor;

    private bool IsAnyBulk()
    {
        foreach (var tenantId in _pressedAt.Keys)
        {
            if (!HasSentMuch(tenantId))
                _pressedAt.Remove(tenantId);
        }

        return _pressedAt.Count > 0;
    }
}
