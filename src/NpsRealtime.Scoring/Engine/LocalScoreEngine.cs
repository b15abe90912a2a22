using NpsRealtime.Scoring.Hashing;
using NpsRealtime.Scoring.Keys;
using NpsRealtime.Scoring.LiveScores;
using NpsRealtime.Scoring.Partitions;
using NpsRealtime.Scoring.Responses;
using NpsRealtime.Scoring.Store;
using NpsRealtime.Scoring.Tenants;
using NpsRealtime.Scoring.Windows;

namespace NpsRealtime.Scoring.Engine;

/// <summary>The engine of one machine: partitions and live scores are objects in this process.</summary>
public sealed class LocalScoreEngine : IScoreEngine, ITenantMemory, IAsyncDisposable
{
    private static readonly TimeSpan TickInterval = TimeSpan.FromSeconds(1);
    private const int FoldsPerTick = 16;

    private readonly TenantHomes<LocalTenant> _tenants;
    private readonly CancellationTokenSource _stopping = new();
    private readonly IResponseStore _store;
    private readonly ScoringOptions _options;
    private readonly TimeProvider _time;
    private readonly IScoringLog _log;
    private readonly Committer _committer;
    private readonly WaitingBudget _budget;
    private readonly LoadLimiter _loads;
    private Task _running = Task.CompletedTask;
    private volatile bool _isOpen;
    private volatile string? _storeFault;

    public LocalScoreEngine(IResponseStore store, ScoringOptions options, TimeProvider time, IScoringLog log)
    {
        _store = store;
        _options = options;
        _time = time;
        _log = log;
        _committer = new Committer(store, options, time, log, bulk: BulkThreads.Deciding);
        _budget = new WaitingBudget(options.WaitingBytesMax);
        _loads = new LoadLimiter(options.LoadsAtOnce);
        _tenants = new TenantHomes<LocalTenant>(
            store.FindTenantAsync, tenant => new LocalTenant(tenant, store, _loads, options, time, log), home => home.Dispose());
    }

    public EngineState State => new(
        _isOpen,
        _isOpen && _storeFault is null,
        !_isOpen ? "Starting or stopping." : _storeFault ?? "All is well.");

    /// <summary>Opens the store and begins to work.</summary>
    /// <exception cref="StartupException">The store belongs to another process or is newer than this program.</exception>
    public async Task StartAsync(CancellationToken cancellation)
    {
        await _store.OpenAsync(cancellation);
        var loops = Enumerable.Range(0, _store.Committers).Select(_ => _committer.RunAsync()).Append(TickAsync());
        _running = Task.WhenAll([.. loops]);
        _isOpen = true;
    }

    /// <summary>Takes no more, commits what waits, and stops.</summary>
    public async Task StopAsync()
    {
        _isOpen = false;
        _committer.Complete();
        await _stopping.CancelAsync();
        await _running;
        _tenants.Clear();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_stopping.IsCancellationRequested)
            await StopAsync();
        _stopping.Dispose();
    }

    public async ValueTask<Tenant?> FindTenantAsync(string name, CancellationToken cancellation)
    {
        if (!Slug.TryCreate(name, out var slug, out _))
            return null;
        return (_tenants.Known(slug.Text) ?? await ReachAsync(_tenants.FindAsync(slug.Text, cancellation)))?.Tenant;
    }

    public Task<IReadOnlyList<Tenant>> ListTenantsAsync(CancellationToken cancellation) =>
        ReachAsync(_store.ListTenantsAsync(cancellation));

    public async Task<(TenantPut Outcome, Tenant Tenant)> PutTenantAsync(TenantRequest request, CancellationToken cancellation)
    {
        var (outcome, tenant) = await ReachAsync(_store.PutTenantAsync(request, _options.PartitionsPerTenant, cancellation));
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
        if (_tenants.Of(tenant).Tenant.Id != tenant.Id)
            return Refused(requests.Count, ResponseStatus.Unavailable, "The tenant was deleted and made anew. Send it again.");

        // Where nothing has to be routed, a few are hashed with their whole group, eight at the cost of one.
        if (tenant.Partitions > 1 || requests.Count >= Sha256Lanes.Lanes)
            ResponseRequest.Prepare(requests, tenant);
        long bytes = 0;
        foreach (var request in requests)
            bytes += request.WaitingBytes;

        if (admission == Admission.WaitForRoom)
            await _budget.TakeAsync(tenant.Id, bytes, () => _committer.BulkBytesMax(tenant.Id), cancellation);
        else if (!_budget.TryTake(tenant.Id, bytes))
            return Refused(requests.Count, ResponseStatus.Overloaded, "Too many responses are waiting for the database.");
        var batch = new WaitingBatch(requests, whenDone: outcomes => Finish(tenant, outcomes, bytes));
        Enqueue(_tenants.Of(tenant), batch);
        return new Admitted(batch.Done);
    }

    public async Task<long> EraseCustomerAsync(Tenant tenant, string customerId, CancellationToken cancellation)
    {
        const int AtOnce = 1_000;
        var responses = await ReachAsync(_store.FindCustomerAsync(tenant.Id, customerId, cancellation));
        var now = _time.GetUtcNow().ToUnixTimeMilliseconds();
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
        Tenant tenant, ScoreKey key, Window window, Position? after, CancellationToken cancellation)
    {
        var home = _tenants.Of(tenant);

        // A key that no response had is empty; it needs no live score, and asking for many such keys costs no memory.
        if (!home.HasScore(key) && await ReachAsync(home.Keys.FindAsync(key, cancellation).AsTask()) is null)
            return LiveScore.Empty(tenant, key, _time.GetUtcNow()).Snapshot(window, _time.GetUtcNow());
        return await home.Score(key).ReadSnapshotAsync(window, after, cancellation);
    }

    public async Task<ScorePage> ListAsync(
        Tenant tenant, ScoreFilter filter, Window window, string? cursor, int limit, CancellationToken cancellation)
    {
        var home = _tenants.Of(tenant);
        await ReachAsync(home.Keys.RefreshAsync(cancellation));
        var keys = home.Keys.Known.Append(new StoredKey(StoredKey.TenantId, ScoreKey.Tenant))
            .Where(key => filter.Includes(key.Key) && (cursor is null || string.CompareOrdinal(key.Key.Text, cursor) > 0))
            .OrderBy(key => key.Key)
            .Take(limit + 1)
            .ToList();
        var page = keys.Take(limit).ToList();
        var scores = await new ScoreListing(home, _store, _time).ReadAsync(page, window, cancellation);
        return new ScorePage(scores, keys.Count > limit ? page[^1].Key.Text : null);
    }

    public async Task<IReadOnlyList<HistoryPoint>> HistoryAsync(
        Tenant tenant, ScoreKey key, IReadOnlyList<Minute> edges, CancellationToken cancellation)
    {
        var home = _tenants.Of(tenant);
        if (!home.HasScore(key) && await ReachAsync(home.Keys.FindAsync(key, cancellation).AsTask()) is null)
            return LiveScore.Empty(tenant, key, _time.GetUtcNow()).History(edges);
        return await home.Score(key).ReadAsync((score, _) => score.History(edges), after: null, cancellation);
    }

    public IDisposable Watch(Tenant tenant, ScoreKey key, Window window, Action<ScoreSnapshot> onChange) =>
        _tenants.Of(tenant).Score(key).Watch(window, onChange);

    public IDisposable WatchKeys(Tenant tenant, Action<ScoreKey> onBorn) => KeyWatch.Begin(_tenants.Of(tenant).Keys, onBorn);

    public IAsyncEnumerable<ExportedResponse> ExportAsync(Tenant tenant, CancellationToken cancellation) =>
        _store.ExportAsync(tenant, cancellation);

    public Task<AuditReport> AuditAsync(Tenant tenant, CancellationToken cancellation) =>
        ReachAsync(_store.AuditAsync(tenant, cancellation));

    public void Forget(Tenant tenant) => _tenants.Forget(tenant);

    private static Admitted Refused(int count, ResponseStatus status, string detail)
    {
        var outcomes = new ResponseOutcome[count];
        Array.Fill(outcomes, new ResponseOutcome(status, Partition: 0, Head: 0, detail));
        return new Admitted(Task.FromResult(outcomes));
    }

    private void Enqueue(LocalTenant home, WaitingBatch batch)
    {
        if (home.Partitions.Length == 1)
        {
            if (home.Partitions[0].Enqueue(batch))
                _committer.Ready(home.Partitions[0]);
            return;
        }

        foreach (var indexes in Enumerable.Range(0, batch.Requests.Count)
            .GroupBy(index => batch.Requests[index].IdHash.Partition(home.Partitions.Length)))
        {
            if (home.Partitions[indexes.Key].Enqueue(batch, [.. indexes]))
                _committer.Ready(home.Partitions[indexes.Key]);
        }
    }

    private void Finish(Tenant tenant, ResponseOutcome[] outcomes, long bytes)
    {
        _budget.Return(tenant.Id, bytes);
        _storeFault = Array.Exists(outcomes, outcome => outcome.Status == ResponseStatus.Unavailable)
            ? "The database could not be reached by the last commit."
            : null;
    }

    private async Task TickAsync()
    {
        await Task.Yield();
        using var timer = new PeriodicTimer(TickInterval, _time);
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                await timer.WaitForNextTickAsync(_stopping.Token);
                foreach (var tenant in _tenants.All)
                    Tick(tenant);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (Exception failure)
            {
                _log.Unforeseen("tick", failure);
            }
        }
    }

    private void Tick(LocalTenant tenant)
    {
        foreach (var score in tenant.Scores)
            score.Tick();
        tenant.DropIdle(TimeSpan.FromMinutes(_options.IdleScoreMinutes));
        var line = Minute.FoldLine(_time.GetUtcNow());
        foreach (var partition in tenant.Partitions.Where(partition => partition.State?.FoldedUntil < line).Take(FoldsPerTick))
        {
            if (partition.WantFold())
                _committer.Ready(partition);
        }
    }

    private async Task<T> ReachAsync<T>(Task<T> call)
    {
        try
        {
            var result = await call;
            _storeFault = null;
            return result;
        }
        catch (StoreUnavailableException failure)
        {
            _storeFault = failure.Message;
            throw;
        }
    }

    private async Task ReachAsync(Task call) => await ReachAsync(Wrap(call));

    private static async Task<bool> Wrap(Task call)
    {
        await call;
        return true;
    }
}
