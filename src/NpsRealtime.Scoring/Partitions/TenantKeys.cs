using System.Collections.Concurrent;
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

    private readonly ConcurrentDictionary<string, StoredKey> _byText = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<int, StoredKey> _byId = new();
    private readonly ConcurrentDictionary<(Slug Channel, Slug Touchpoint), int[]> _pairs = new();
    private readonly ConcurrentDictionary<(Slug Name, Slug Value), int> _segments = new();
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);
    private readonly HashSet<NameLimit> _met = [];
    private readonly AsyncMutex _changing = new();
    private int _lastId;
    private volatile bool _isRead;
    private volatile bool _isDoubted;
    private volatile bool _hasOverflows;

    /// <summary>Whose keys they are.</summary>
    public Tenant Tenant => tenant;

    /// <summary>Raised for every key that becomes known, in the order of their numbers; handlers must not block.</summary>
    public event Action<StoredKey>? Born;

    /// <summary>All keys known so far, the tenant's own left out.</summary>
    public IEnumerable<StoredKey> Known => _byId.Values;

    /// <summary>The stored key of that text, or null when no response had it yet.</summary>
    public async ValueTask<StoredKey?> FindAsync(ScoreKey key, CancellationToken cancellation)
    {
        if (key.Kind == ScoreKind.Tenant)
            return new StoredKey(StoredKey.TenantId, ScoreKey.Tenant);
        if (!_isDoubted && _byText.TryGetValue(key.Text, out var known))
            return known;
        if (!_isRead || _isDoubted)
            await RefreshAsync(cancellation);
        return _byText.TryGetValue(key.Text, out known) ? known : null;
    }

    /// <summary>The key of a number, when it is known here.</summary>
    public StoredKey? Find(int id) => id == StoredKey.TenantId
        ? new StoredKey(StoredKey.TenantId, ScoreKey.Tenant)
        : _byId.TryGetValue(id, out var key) ? key : null;

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
    public void Doubt() => _isDoubted = true;

    /// <summary>The key numbers of each request, the tenant's own left out; those of an erasure are empty.</summary>
    public async ValueTask<int[][]> ResolveAsync(IReadOnlyList<ResponseRequest> requests, CancellationToken cancellation)
    {
        if (_isDoubted)
            await RefreshAsync(cancellation);
        var keyIds = new int[requests.Count][];
        List<int>? missing = null;
        for (var index = 0; index < keyIds.Length; index++)
        {
            if (TryResolve(requests[index]) is { } ids)
                keyIds[index] = ids;
            else
                (missing ??= []).Add(index);
        }

        if (missing is not null)
            await AddAsync(requests, missing, keyIds, cancellation);
        return keyIds;
    }

    /// <summary>The names of a response that its keys don't tell, as JSON, because they count under <c>~other</c>; or null.</summary>
    public string? OriginalsOf(ResponseRequest request, int[] keyIds) => _hasOverflows ? Originals.Of(request, keyIds, Find) : null;

    private int[]? TryResolve(ResponseRequest request)
    {
        if (request.Verb == ResponseVerb.Delete)
            return [];
        if (!_pairs.TryGetValue((request.Channel, request.Touchpoint), out var pair))
            return null;
        if (request.Segments.Length == 0)
            return pair;
        var ids = new int[3 + request.Segments.Length];
        pair.CopyTo(ids, 0);
        for (var index = 0; index < request.Segments.Length; index++)
        {
            var segment = request.Segments[index];
            if (!_segments.TryGetValue((segment.Name, segment.Value), out ids[3 + index]))
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
        if (!_isRead || isShared || _isDoubted)
            await ReadNewAsync(cancellation);
        var plan = new KeyPlan(limits, _counts, text => _byText.ContainsKey(text));
        foreach (var index in missing)
            plan.Include(requests[index]);
        Tell(plan.Overflows);
        if (plan.New.Count > 0)
            Learn(await store.AddKeysAsync(tenant.Id, plan.New, cancellation));
        Remember(plan);
        foreach (var index in missing)
            keyIds[index] = TryResolve(requests[index])!;
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

    private void Remember(KeyPlan plan)
    {
        // What was sent beyond the limits is remembered too, and forgotten all at once before it becomes much.
        if (_pairs.Count > 2 * limits.PairsMax)
            _pairs.Clear();
        if (_segments.Count > SegmentsRememberedMax)
            _segments.Clear();
        foreach (var ((channel, touchpoint), keys) in plan.Pairs)
            _pairs[(channel, touchpoint)] = keys.Select(text => _byText[text].Id).ToArray();
        foreach (var ((name, value), text) in plan.Segments)
            _segments[(name, value)] = _byText[text].Id;
    }

    private async Task ReadNewAsync(CancellationToken cancellation)
    {
        if (_isDoubted)
        {
            await ReadAnewAsync(cancellation);
            return;
        }

        Learn(await store.ReadKeysAsync(tenant.Id, _lastId, cancellation));
        if (!_byId.IsEmpty)
            _lastId = Math.Max(_lastId, _byId.Keys.Max());
        _isRead = true;
    }

    private async Task ReadAnewAsync(CancellationToken cancellation)
    {
        var keys = await store.ReadKeysAsync(tenant.Id, afterId: 0, cancellation);
        _pairs.Clear();
        _segments.Clear();
        _byText.Clear();
        _byId.Clear();
        _counts.Clear();
        _lastId = 0;
        _isDoubted = false;
        Learn(keys);
        _isRead = true;
    }

    private void Learn(IReadOnlyList<StoredKey> keys)
    {
        foreach (var key in keys)
        {
            if (!_byText.TryAdd(key.Key.Text, key))
                continue;
            _byId[key.Id] = key;
            _hasOverflows |= key.Key.Text.Contains(Slug.Other.Text, StringComparison.Ordinal);
            KeyPlan.CountIn(_counts, key.Key);
            Born?.Invoke(key);
        }
    }
}
