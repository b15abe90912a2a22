namespace NpsRealtime.Scoring.Partitions;

/// <summary>
/// How many responses go into one transaction of a bulk lane. While nobody else sends it is the whole, since large groups are cheap.
/// Somebody who sends a few waits for the transaction that is being written: so while another tenant does, it is some, and bulk rests three
/// times as long as it has worked, so that most of the time the writer, the processors and the collector are the other's. Thread-safe; the lanes of a node share it.
/// </summary>
/// <remarks>
/// Only a flood is held back so: what a tenant has sent in bulk, less what it may send a second, is above a bound. A thousand tenants that
/// send a body of some hundred lines each are everybody's usual work, and resting after it would make all of them slow.
/// </remarks>
internal sealed class GroupBound(ScoringOptions options, TimeProvider time, int restFactor = 1)
{
    /// <summary>Bytes of a tenant's bulk in hand while it is shared: several transactions, and little for the collector to keep.</summary>
    public const long SharedBytesMax = 524_288;

    /// <summary>As many as are written in about the time that a few take, a millisecond or two.</summary>
    public const int SharedResponsesMax = 64;

    /// <summary>Responses that make a flood of what a tenant sends in bulk; twice that is the most of it that is remembered.</summary>
    private const double FloodMin = 2_000;

    /// <summary>Responses that a tenant may send in bulk for good.</summary>
    private const double FloodPerSecond = 200;

    /// <summary>Of so many tenants it is worth looking who has not sent for long.</summary>
    private const int TenantsRemembered = 1_000;

    private static readonly TimeSpan SharedFor = TimeSpan.FromSeconds(10);

    /// <summary>A flood that has paused for so long holds nobody else's bulk back any more.</summary>
    private static readonly TimeSpan FloodedFor = TimeSpan.FromSeconds(3);

    private readonly Lock _gate = new();
    private readonly Dictionary<int, (double Level, long At)> _sent = [];
    private int _floodsInHand;
    private long? _floodAt;

    // The last two tenants that sent a few: should one of them turn out to be the flood, the other is who is held up.
    private (int Tenant, long At)? _few1;
    private (int Tenant, long At)? _few2;

    /// <summary>The bound as it is now.</summary>
    public int Responses
    {
        get
        {
            lock (_gate)
                return IsSharedNow ? Math.Min(SharedResponsesMax, options.GroupResponsesMax) : options.GroupResponsesMax;
        }
    }

    /// <summary>Whether one tenant is sending a flood, and another has sent a few not long ago.</summary>
    public bool IsShared
    {
        get
        {
            lock (_gate)
                return IsSharedNow;
        }
    }

    /// <summary>
    /// Whether somebody has sent a few not long ago. The first groups of a flood are not known for one: unbounded they would hold up whoever
    /// does more than all that follow.
    /// </summary>
    public bool AreFewSent
    {
        get
        {
            lock (_gate)
                return AreFewSentNow;
        }
    }

    private bool IsSharedNow => IsFlooded && AreFewSentNow;

    private bool AreFewSentNow => _few1 is { } few && time.GetElapsedTime(few.At) < SharedFor;

    private bool IsFlooded => _floodsInHand > 0 || (_floodAt is { } at && time.GetElapsedTime(at) < FloodedFor);

    /// <summary>A tenant has something to commit.</summary>
    /// <param name="tenantId">The tenant.</param>
    /// <param name="responses">How many responses are taken of it.</param>
    /// <param name="isPressed">Whether that is much at once, or a few.</param>
    public void Seen(int tenantId, int responses, bool isPressed)
    {
        lock (_gate)
        {
            var now = time.GetTimestamp();
            if (isPressed || HasSentMuch(tenantId))
                Add(tenantId, responses, now);
            else
                AddFew(tenantId, now);
            if (IsSharedNow)
                BulkThreads.GiveWay(options.BulkRest * restFactor);
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

    /// <summary>
    /// What was taken of these tenants is about to be written. A flood that waits for its changes to be merged, some seconds while it is held
    /// back, has not paused.
    /// </summary>
    /// <returns>To be disposed of when it is written.</returns>
    public InHand Begin(IEnumerable<int> tenantIds)
    {
        lock (_gate)
        {
            var isFlood = tenantIds.Any(HasSentMuch);
            if (isFlood)
                _floodsInHand++;
            return new InHand(isFlood ? this : null);
        }
    }

    /// <summary>How long a bulk lane owes to rest after it has worked so long.</summary>
    public TimeSpan RestAfter(TimeSpan worked)
    {
        var rest = IsShared ? worked * options.BulkRest * restFactor : TimeSpan.Zero;
        return rest > BulkThreads.RestMax ? BulkThreads.RestMax : rest;
    }

    private void End()
    {
        lock (_gate)
        {
            _floodsInHand--;
            _floodAt = time.GetTimestamp();
        }
    }

    private bool HasSentMuch(int tenantId) => LevelOf(tenantId) >= FloodMin;

    private double LevelOf(int tenantId) => _sent.TryGetValue(tenantId, out var sent) ? LevelNow(sent) : 0;

    private double LevelNow((double Level, long At) sent) => sent.Level - (FloodPerSecond * time.GetElapsedTime(sent.At).TotalSeconds);

    private void Add(int tenantId, int responses, long now)
    {
        if (_sent.Count >= TenantsRemembered && !_sent.ContainsKey(tenantId))
        {
            foreach (var (other, sent) in _sent)
            {
                if (LevelNow(sent) <= 0)
                    _sent.Remove(other);
            }
        }

        var level = Math.Min(Math.Max(0, LevelOf(tenantId)) + responses, 2 * FloodMin);
        _sent[tenantId] = (level, now);
        if (level < FloodMin)
            return;
        _floodAt = now;
        ForgetFew(tenantId);
    }

    private void AddFew(int tenantId, long now)
    {
        if (_few1?.Tenant != tenantId)
            _few2 = _few1;
        _few1 = (tenantId, now);
    }

    private void ForgetFew(int tenantId)
    {
        if (_few2?.Tenant == tenantId)
            _few2 = null;
        if (_few1?.Tenant == tenantId)
            (_few1, _few2) = (_few2, null);
    }

    /// <summary>What is being written.</summary>
    public readonly struct InHand(GroupBound? flood) : IDisposable
    {
        public void Dispose() => flood?.End();
    }
}
