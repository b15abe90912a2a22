namespace NpsRealtime.Scoring.Partitions;

/// <summary>
/// How many responses of one partition go into one transaction. A tenant that sends alone gets the whole, since large groups are
/// cheap. Everybody waits for the transaction under way and for what is decided behind it: so while several tenants send, it is as
/// many as are written in a time that the others hardly notice, found by trying. Thread-safe; the lanes of a node share it.
/// </summary>
internal sealed class GroupBound(ScoringOptions options, TimeProvider time)
{
    private const int SharedMin = 256;
    private const int SharedAtFirst = 512;

    private static readonly TimeSpan SharedFor = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan TooLong = TimeSpan.FromMilliseconds(20);

    private readonly Lock _gate = new();
    private int _shared = SharedAtFirst;
    private int? _tenant;
    private long? _sharedAt;

    /// <summary>The bound as it is now.</summary>
    public int Responses
    {
        get
        {
            lock (_gate)
                return IsShared ? Math.Min(_shared, options.GroupResponsesMax) : options.GroupResponsesMax;
        }
    }

    private bool IsShared => _sharedAt is { } at && time.GetElapsedTime(at) < SharedFor;

    /// <summary>A tenant has something to commit.</summary>
    public void Seen(int tenantId)
    {
        lock (_gate)
        {
            if (_tenant is { } other && other != tenantId)
                _sharedAt = time.GetTimestamp();
            _tenant = tenantId;
        }
    }

    /// <summary>So many responses were written at once, and it took so long.</summary>
    public void Written(int responses, TimeSpan took)
    {
        lock (_gate)
        {
            if (!IsShared)
                return;
            if (took > TooLong)
                _shared = Math.Max(_shared / 2, SharedMin);
            else if (took < TooLong / 2 && responses >= _shared)
                _shared = Math.Min(_shared * 2, options.GroupResponsesMax);
        }
    }
}
