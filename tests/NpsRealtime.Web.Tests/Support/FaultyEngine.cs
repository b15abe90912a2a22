using Microsoft.Extensions.DependencyInjection;
using NpsRealtime.Scoring.Engine;
using NpsRealtime.Scoring.Keys;
using NpsRealtime.Scoring.Responses;
using NpsRealtime.Scoring.Tenants;
using NpsRealtime.Scoring.Windows;

namespace NpsRealtime.Web.Tests.Support;

/// <summary>The real engine with a switch: the database goes away, after so many ingests if wanted, and comes back.</summary>
internal sealed class FaultyEngine(IScoreEngine engine) : IScoreEngine
{
    /// <summary>How long nothing has been heard of a frozen score.</summary>
    public static readonly TimeSpan FrozenFor = TimeSpan.FromSeconds(12);

    private int _ingestsLeft = int.MaxValue;

    public bool IsAway { get; set; }

    /// <summary>The key of a score whose silo is frozen: nothing new is heard of it, and it answers nobody.</summary>
    public string? Frozen { get; set; }

    public EngineState State => IsAway ? engine.State with { StoreReachable = false, Detail = "The database is away." } : engine.State;

    public static void Register(IServiceCollection services)
    {
        var real = services.Single(service => service.ServiceType == typeof(IScoreEngine)).ImplementationFactory!;
        services.AddSingleton(provider => new FaultyEngine((IScoreEngine)real(provider)));
        services.AddSingleton<IScoreEngine>(provider => provider.GetRequiredService<FaultyEngine>());
    }

    /// <summary>Lets so many more ingests through before the database goes away.</summary>
    public void GoAwayAfter(int ingests) => _ingestsLeft = ingests;

    public ValueTask<Tenant?> FindTenantAsync(string name, CancellationToken cancellation) => Reach().FindTenantAsync(name, cancellation);

    public Task<IReadOnlyList<Tenant>> ListTenantsAsync(CancellationToken cancellation) => Reach().ListTenantsAsync(cancellation);

    public Task<(TenantPut Outcome, Tenant Tenant)> PutTenantAsync(TenantRequest request, CancellationToken cancellation) =>
        Reach().PutTenantAsync(request, cancellation);

    public ValueTask<Admitted> IngestAsync(
        Tenant tenant, IReadOnlyList<ResponseRequest> requests, Admission admission, CancellationToken cancellation)
    {
        if (!IsAway && _ingestsLeft-- > 0)
            return engine.IngestAsync(tenant, requests, admission, cancellation);
        var outcomes = Enumerable.Repeat(new ResponseOutcome(ResponseStatus.Unavailable, 0, 0), requests.Count).ToArray();
        return ValueTask.FromResult(new Admitted(Task.FromResult(outcomes)));
    }

    public Task<long> EraseCustomerAsync(Tenant tenant, string customerId, CancellationToken cancellation) =>
        Reach().EraseCustomerAsync(tenant, customerId, cancellation);

    public Task<ScoreSnapshot> ReadAsync(Tenant tenant, ScoreKey key, Window window, Position? after, CancellationToken cancellation) =>
        Reach().ReadAsync(tenant, key, window, after, cancellation);

    public Task<ScorePage> ListAsync(
        Tenant tenant, ScoreFilter filter, Window window, string? cursor, int limit, CancellationToken cancellation) =>
        Reach().ListAsync(tenant, filter, window, cursor, limit, cancellation);

    public Task<IReadOnlyList<HistoryPoint>> HistoryAsync(
        Tenant tenant, ScoreKey key, IReadOnlyList<Minute> edges, CancellationToken cancellation) =>
        Reach().HistoryAsync(tenant, key, edges, cancellation);

    public IScoreWatch Watch(Tenant tenant, ScoreKey key, Window window, Action<ScoreSnapshot> onChange)
    {
        void Show(ScoreSnapshot snapshot)
        {
            if (snapshot.Key != Frozen)
                onChange(snapshot);
        }

        return new FreezableWatch(engine.Watch(tenant, key, window, Show), () => key.Text == Frozen);
    }

    public IDisposable WatchKeys(Tenant tenant, Action<ScoreKey> onBorn) => engine.WatchKeys(tenant, onBorn);

    public IAsyncEnumerable<ExportedResponse> ExportAsync(Tenant tenant, CancellationToken cancellation) =>
        Reach().ExportAsync(tenant, cancellation);

    public Task<RecountReport> RecountAsync(Tenant tenant, CancellationToken cancellation) => Reach().RecountAsync(tenant, cancellation);

    private sealed class FreezableWatch(IScoreWatch watch, Func<bool> isFrozen) : IScoreWatch
    {
        public DateTimeOffset? ConfirmedAt => isFrozen() ? TimeProvider.System.GetUtcNow() - FrozenFor : watch.ConfirmedAt;

        public void Dispose() => watch.Dispose();
    }

    private IScoreEngine Reach() => IsAway ? throw new StoreUnavailableException("The database is away.") : engine;
}
