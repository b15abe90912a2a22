using NpsRealtime.Scoring.Keys;
using NpsRealtime.Scoring.Responses;
using NpsRealtime.Scoring.Store;
using NpsRealtime.Scoring.Tenants;

namespace NpsRealtime.Scoring.Partitions;

/// <summary>
/// A tenant's score keys and their numbers on this node. New keys get theirs in a commit of their own before their first use;
/// beyond the limits of their kind they count under <c>~other</c>. Thread-safe.
/// </summary>
/// <param name="tenant">Whose keys.</param>
/// <param name="store">Where they are kept.</param>
/// <param name="limits">How many of each kind there may be.</param>
/// <param name="isShared">Whether other nodes add keys too: then theirs are read before the limits are looked at.</param>
/// <param name="log">Told once of each limit that was met.</param>
public sealed class TenantKeys(Tenant tenant, IResponseStore store, ScoringOptions limits, bool isShared = false, IScoringLog? log = null)
{
    private const int SegmentsRememberedMax = 200_000;

    private readonly HashSet<NameLimit> _met = [];
    private readonly AsyncMutex _changing = new();
    private volatile KeyTable _known = new();
    private volatile bool _isRead;
    private int _doubts;
    private int _doubtsCleared;

    /// <summary>Whose keys they are.</summary>
    public Tenant Tenant => tenant;

    /// <summary>Raised for every key that becomes known, in the order of their numbers; handlers must not block.</summary>
    public event Action<StoredKey>? Born;

    /// <summary>All keys known so far, the tenant's own left out.</summary>
    public IEnumerable<StoredKey> Known => _known.ById.Values;

    private bool IsDoubted => Volatile.Read(ref _doubts) != Volatile.Read(ref _doubtsCleared);

    /// <summary>The stored key of that text, or null when no response had it yet.</summary>
    public async ValueTask<StoredKey?> FindAsync(ScoreKey key, CancellationToken cancellation)
    {
        if (key.Kind == ScoreKind.Tenant)
            return new StoredKey(StoredKey.TenantId, ScoreKey.Tenant);
        if (!IsDoubted && _known.ByText.TryGetValue(key.Text, out var known))
            return known;
        if (!_isRead || IsDoubted)
            await RefreshAsync(cancellation);
        return _known.ByText.TryGetValue(key.Text, out known) ? known : null;
    }

    /// <summary>The key of a number, when it is known here.</summary>
    public StoredKey? Find(int id) => id == StoredKey.TenantId
        ? new StoredKey(StoredKey.TenantId, ScoreKey.Tenant)
        : _known.ById.TryGetValue(id, out var key) ? key : null;

    /// <summary>Reads the keys that others have added since.</summary>
    public async Task RefreshAsync(CancellationToken cancellation)
    {
        using var turn = await _changing.EnterAsync(cancellation);
        await ReadNewAsync(cancellation);
    }

    /// <summary>
    /// The database has gone back in time (a restored backup): the numbers known here may mean nothing there any more, or something
    /// else. Everything is read anew before the next use.
    /// </summary>
    public void Doubt() => Interlocked.Increment(ref _doubts);

    /// <summary>The key numbers of each request, the tenant's own left out; those of an erasure are empty.</summary>
    public async ValueTask<int[][]> ResolveAsync(IReadOnlyList<ResponseRequest> requests, CancellationToken cancellation)
    {
        if (IsDoubted)
            await RefreshAsync(cancellation);
        var known = _known;
        var keyIds = new int[requests.Count][];
        List<int>? missing = null;
        for (var index = 0; index < keyIds.Length; index++)
        {
            if (TryResolve(known, requests[index]) is { } ids)
                keyIds[index] = ids;
            else
                (missing ??= []).Add(index);
        }

        if (missing is not null)
            await AddAsync(requests, missing, keyIds, cancellation);
        return keyIds;
    }

    /// <summary>The names of a response that its keys don't tell, as JSON, because they count under <c>~other</c>; or null.</summary>
    public string? OriginalsOf(ResponseRequest request, int[] keyIds) => _known.HasOverflows ? Originals.Of(request, keyIds, Find) : null;

    private static int[]? TryResolve(KeyTable known, ResponseRequest request)
    {
        if (request.Verb == ResponseVerb.Delete)
            return [];
        if (!known.Pairs.TryGetValue((request.Channel, request.Touchpoint), out var pair))
            return null;
        if (request.Segments.Length == 0)
            return pair;
        var ids = new int[3 + request.Segments.Length];
        pair.CopyTo(ids, 0);
        for (var index = 0; index < request.Segments.Length; index++)
        {
            var segment = request.Segments[index];
            if (!known.Segments.TryGetValue((segment.Name, segment.Value), out ids[3 + index]))
                return null;
        }

        return Distinct(ids);
    }

    /// <summary>Two segments beyond their limits may share a key; a response counts under it once.</summary>
    private static int[] Distinct(int[] ids)
    {
        for (var index = 4; index < ids.Length; index++)
        {
            if (ids.AsSpan(3, index - 3).Contains(ids[index]))
                return ids.Distinct().ToArray();
        }

        return ids;
    }

    private async Task AddAsync(
        IReadOnlyList<ResponseRequest> requests, List<int> missing, int[][] keyIds, CancellationToken cancellation)
    {
        using var turn = await _changing.EnterAsync(cancellation);
        if (!_isRead || isShared || IsDoubted)
            await ReadNewAsync(cancellation);
        var known = _known;
        var plan = new KeyPlan(limits, known.Counts, known.ByText.ContainsKey);
        foreach (var index in missing)
            plan.Include(requests[index]);
        Tell(plan.Overflows);
        if (plan.New.Count > 0)
            Learn(known, await store.AddKeysAsync(tenant.Id, plan.New, cancellation));
        Remember(known, plan);
        foreach (var index in missing)
            keyIds[index] = TryResolve(known, requests[index])!;
    }

    /// <summary>The first name beyond a limit is worth a line for whoever runs the server; the others are counted.</summary>
    private void Tell(Dictionary<NameLimit, long> overflows)
    {
        foreach (var (limit, names) in overflows)
        {
            ScoringMeters.Overflowed(limit.Option, names);
            if (_met.Add(limit))
                log?.LimitMet(tenant.Name, limit);
        }
    }

    private void Remember(KeyTable known, KeyPlan plan)
    {
        // What was sent beyond the limits is remembered too, and forgotten all at once before it becomes much.
        if (known.Pairs.Count > 2 * limits.PairsMax)
            known.Pairs.Clear();
        if (known.Segments.Count > SegmentsRememberedMax)
            known.Segments.Clear();
        foreach (var ((channel, touchpoint), keys) in plan.Pairs)
            known.Pairs[(channel, touchpoint)] = keys.Select(text => known.ByText[text].Id).ToArray();
        foreach (var ((name, value), text) in plan.Segments)
            known.Segments[(name, value)] = known.ByText[text].Id;
    }

    private async Task ReadNewAsync(CancellationToken cancellation)
    {
        if (IsDoubted)
        {
            await ReadAnewAsync(cancellation);
            return;
        }

        var known = _known;
        Learn(known, await store.ReadKeysAsync(tenant.Id, known.LastId, cancellation));
        if (!known.ById.IsEmpty)
            known.LastId = Math.Max(known.LastId, known.ById.Keys.Max());
        _isRead = true;
    }

    private async Task ReadAnewAsync(CancellationToken cancellation)
    {
        // What is doubted while they are read must be read once more.
        var doubts = Volatile.Read(ref _doubts);
        var keys = await store.ReadKeysAsync(tenant.Id, afterId: 0, cancellation);
        var known = new KeyTable();
        foreach (var key in keys)
            known.Learn(key);
        _known = known;
        _isRead = true;
        Volatile.Write(ref _doubtsCleared, doubts);
        foreach (var key in keys)
            Born?.Invoke(key);
    }

    private void Learn(KeyTable known, IReadOnlyList<StoredKey> keys)
    {
        foreach (var key in keys)
        {
            if (known.Learn(key))
                Born?.Invoke(key);
        }
    }
}
