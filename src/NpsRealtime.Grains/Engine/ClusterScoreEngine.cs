using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using NpsRealtime.Grains.Nodes;
using NpsRealtime.Grains.Scores;
using NpsRealtime.Scoring.Engine;
using NpsRealtime.Scoring.Keys;
using NpsRealtime.Scoring.LiveScores;
using NpsRealtime.Scoring.Partitions;
using NpsRealtime.Scoring.Responses;
using NpsRealtime.Scoring.Store;
using NpsRealtime.Scoring.Tenants;
using NpsRealtime.Scoring.Windows;

namespace NpsRealtime.Grains.Engine;

/// <summary>The engine of a cluster, as one of its nodes: partitions and live scores are grains, wherever they are.</summary>
internal sealed class ClusterScoreEngine : IScoreEngine, ITenantMemory
{
    private static readonly TimeSpan DrainMax = TimeSpan.FromSeconds(12);

    private readonly ConcurrentDictionary<string, TenantSenders> _senders = new(StringComparer.Ordinal);
    private readonly ClusterGrains _grains;
    private readonly NodeTenants _tenants;
    private readonly ScoringParts _parts;
    private readonly IMembership _membership;
    private readonly ILogger _logger;
    private readonly ScoreSubscriptions _subscriptions;
    private readonly LiveScores _scores;
    private readonly WaitingBudget _budget;
    private readonly SiloScoring? _silo;
    private volatile bool _isOpen;

    public ClusterScoreEngine(
        IGrainFactory grains, NodeTenants tenants, ScoringParts parts, IMembership membership, ILogger<ClusterScoreEngine> logger,
        SiloScoring? silo = null)
    {
        _logger = logger;
        _silo = silo;
        _grains = new ClusterGrains(grains, silo);
        _tenants = tenants;
        _parts = parts;
        _membership = membership;
        _subscriptions = new ScoreSubscriptions(_grains, parts);
        _scores = new LiveScores(_grains, parts);
        _budget = new WaitingBudget(parts.Options.WaitingBytesMax);
    }

    public EngineState State => new(
        _isOpen && _membership.IsMember,
        _isOpen && Fault is null,
        !_isOpen ? "Starting or stopping." : _membership.IsMember ? $"{Fault ?? "All is well."} {_membership.Description}" : _membership.Description,
        _membership.Addresses);

    /// <summary>What is wrong with the database, as the store's own probes and this silo's commits find it.</summary>
    private string? Fault => _parts.Store.Fault ?? _silo?.Committer.StoreFault;

    public void Start() => _isOpen = true;

    /// <summary>Takes no more, and waits until what was taken is committed.</summary>
    public async Task StopAsync()
    {
        _isOpen = false;
        var began = TimeProvider.System.GetTimestamp();
        while (_budget.Used > 0 && TimeProvider.System.GetElapsedTime(began) < DrainMax)
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
    }

    public async ValueTask<Tenant?> FindTenantAsync(string name, CancellationToken cancellation) =>
        Slug.TryCreate(name, out var slug, out _)
            ? (_tenants.Known(slug.Text) ?? await _tenants.FindAsync(slug.Text, cancellation))?.Tenant
            : null;

    public Task<IReadOnlyList<Tenant>> ListTenantsAsync(CancellationToken cancellation) =>
        _parts.Store.ListTenantsAsync(cancellation);

    public async Task<(TenantPut Outcome, Tenant Tenant)> PutTenantAsync(TenantRequest request, CancellationToken cancellation)
    {
        var (outcome, tenant) = await _parts.Store.PutTenantAsync(request, _parts.Options.PartitionsPerTenant, cancellation);
        var home = _tenants.Stored(tenant);
        home.Tenant.TimeZone = tenant.TimeZone;
        return (outcome, home.Tenant);
    }

    public async ValueTask<Admitted> IngestAsync(
        Tenant tenant, IReadOnlyList<ResponseRequest> requests, Admission admission, CancellationToken cancellation)
    {
        if (requests.Count == 0)
            return new Admitted(Task.FromResult(Array.Empty<ResponseOutcome>()));
        if (!_isOpen)
            return Refused(requests.Count, ResponseStatus.Unavailable, "The server is starting or stopping. Send it again; that is safe.");

        ResponseRequest.Prepare(requests, tenant);
        long bytes = 0;
        foreach (var request in requests)
            bytes += request.WaitingBytes;

        if (admission == Admission.WaitForRoom)
            await _budget.TakeAsync(tenant.Id, bytes, () => _silo?.Committer.BulkBytesMax ?? long.MaxValue, cancellation);
        else if (!_budget.TryTake(tenant.Id, bytes))
            return Refused(requests.Count, ResponseStatus.Overloaded, "Too many responses are waiting for the database.");
        var batch = new WaitingBatch(requests, whenDone: _ => _budget.Return(tenant.Id, bytes))
        {
            IsPatient = admission == Admission.WaitForRoom,
        };
        Senders(tenant).Enqueue(batch);
        return new Admitted(batch.Done);
    }

    public async Task<long> EraseCustomerAsync(Tenant tenant, string customerId, CancellationToken cancellation)
    {
        const int AtOnce = 1_000;
        var responses = await _parts.Store.FindCustomerAsync(tenant.Id, customerId, cancellation);
        var now = _parts.Time.GetUtcNow().ToUnixTimeMilliseconds();
        foreach (var some in responses.Chunk(AtOnce))
        {
            var requests = Array.ConvertAll(some, idHash => ResponseRequest.Erasure(idHash, now));
            var outcomes = await (await IngestAsync(tenant, requests, Admission.WaitForRoom, cancellation)).Committed;
            if (Array.Exists(outcomes, outcome => outcome.Status != ResponseStatus.Erased))
                throw new StoreUnavailableException("Not every response of the customer could be erased. Try again.");
        }

        return responses.Count;
    }

    public async Task<ScoreSnapshot> ReadAsync(
        Tenant tenant, ScoreKey key, Window window, Position? after, CancellationToken cancellation) =>
        await IsBornAsync(tenant, key, cancellation)
            ? await _scores.ReadAsync(tenant, key, window, after, cancellation)
            : LiveScore.Empty(tenant, key, _parts.Time.GetUtcNow()).Snapshot(window, _parts.Time.GetUtcNow());

    /// <summary>
    /// What lives on this node from memory, and all others in one grouped read: where else a score lives is not known without asking, and
    /// asking would wake it.
    /// </summary>
    public async Task<ScorePage> ListAsync(
        Tenant tenant, ScoreFilter filter, Window window, string? cursor, int limit, CancellationToken cancellation)
    {
        var home = _tenants.Home(tenant);
        await home.RefreshAsync(cancellation);
        var keys = home.Keys.Known.Append(new StoredKey(StoredKey.TenantId, ScoreKey.Tenant))
            .Where(key => filter.Includes(key.Key) && (cursor is null || string.CompareOrdinal(key.Key.Text, cursor) > 0))
            .OrderBy(key => key.Key)
            .Take(limit + 1)
            .ToList();
        var page = keys.Take(limit).ToList();
        var listing = new ScoreListing(tenant, key => _silo?.Loaded(tenant, key), _parts.Store, _parts.Time);
        var scores = await listing.ReadAsync(page, window, version: 0, cancellation);
        return new ScorePage(scores, keys.Count > limit ? page[^1].Key.Text : null);
    }

    public async Task<IReadOnlyList<HistoryPoint>> HistoryAsync(
        Tenant tenant, ScoreKey key, IReadOnlyList<Minute> edges, CancellationToken cancellation) =>
        await IsBornAsync(tenant, key, cancellation)
            ? await _scores.HistoryAsync(tenant, key, edges, cancellation)
            : LiveScore.Empty(tenant, key, _parts.Time.GetUtcNow()).History(edges);

    public IScoreWatch Watch(Tenant tenant, ScoreKey key, Window window, Action<ScoreSnapshot> onChange) =>
        _subscriptions.Watch(tenant, key, window, onChange);

    public IDisposable WatchKeys(Tenant tenant, Action<ScoreKey> onBorn) => new SharedKeyWatch(_tenants.Home(tenant), onBorn);

    public IAsyncEnumerable<ExportedResponse> ExportAsync(Tenant tenant, CancellationToken cancellation) =>
        _parts.Store.ExportAsync(tenant, cancellation);

    public Task<RecountReport> RecountAsync(Tenant tenant, CancellationToken cancellation) =>
        _parts.Store.RecountAsync(tenant, cancellation);

    public void Forget(Tenant tenant)
    {
        _tenants.Forget(tenant);
        if (_senders.TryGetValue(tenant.Name, out var senders) && senders.TenantId == tenant.Id)
            _senders.TryRemove(KeyValuePair.Create(tenant.Name, senders));
    }

    private static Admitted Refused(int count, ResponseStatus status, string detail)
    {
        var outcomes = new ResponseOutcome[count];
        Array.Fill(outcomes, new ResponseOutcome(status, Partition: 0, Head: 0, detail));
        return new Admitted(Task.FromResult(outcomes));
    }

    private TenantSenders Senders(Tenant tenant)
    {
        while (true)
        {
            var senders = _senders.TryGetValue(tenant.Name, out var known)
                ? known
                : _senders.GetOrAdd(tenant.Name, _ => new TenantSenders(tenant, _grains, _parts, _logger));
            if (senders.TenantId == tenant.Id)
                return senders;

            // They are of a tenant that had the name before. If this one is the older, its requests are refused by the partition.
            _senders.TryRemove(KeyValuePair.Create(tenant.Name, senders));
        }
    }

    /// <summary>A key that no response had is empty; it needs no live score, and asking for many such keys costs no memory.</summary>
    private async ValueTask<bool> IsBornAsync(Tenant tenant, ScoreKey key, CancellationToken cancellation) =>
        await _tenants.Home(tenant).FindAsync(key, cancellation) is not null;
}
