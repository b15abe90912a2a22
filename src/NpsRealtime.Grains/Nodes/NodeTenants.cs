using NpsRealtime.Scoring.Engine;
using NpsRealtime.Scoring.Tenants;

namespace NpsRealtime.Grains.Nodes;

/// <summary>The tenants that a node has met, and what it has to ask the database about them now and then. Thread-safe.</summary>
internal sealed class NodeTenants(ScoringParts parts) : IDisposable
{
    private const int TicksPerReview = 10;

    private readonly TenantHomes<NodeTenant> _tenants =
        new(parts.Store.FindTenantAsync, tenant => new NodeTenant(tenant, parts), _ => { });
    private readonly CancellationTokenSource _stopping = new();
    private Task _running = Task.CompletedTask;
    private int _ticks;

    public void Start() => _running = Task.Run(RunAsync);

    public async Task StopAsync()
    {
        await _stopping.CancelAsync();
        await _running;
    }

    public void Dispose() => _stopping.Dispose();

    /// <inheritdoc cref="TenantHomes{THome}.Known"/>
    public NodeTenant? Known(string name) => _tenants.Known(name);

    /// <inheritdoc cref="TenantHomes{THome}.FindAsync"/>
    public Task<NodeTenant?> FindAsync(string name, CancellationToken cancellation) => _tenants.FindAsync(name, cancellation);

    /// <inheritdoc cref="TenantHomes{THome}.Of"/>
    public NodeTenant Home(Tenant tenant) => _tenants.Of(tenant);

    /// <inheritdoc cref="TenantHomes{THome}.Stored"/>
    public NodeTenant Stored(Tenant tenant) => _tenants.Stored(tenant);

    /// <summary>The tenant was deleted: nothing is answered from memory any more.</summary>
    public void Forget(Tenant tenant) => _tenants.Forget(tenant);

    private async Task RunAsync()
    {
        // Not the clock of the parts: this has to do with other nodes, which live in real time.
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), TimeProvider.System);
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                await timer.WaitForNextTickAsync(_stopping.Token);
                await TickAsync();
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (StoreUnavailableException)
            {
                // The next second tries again.
            }
            catch (Exception failure)
            {
                parts.Log.Unforeseen("tenants", failure);
            }
        }
    }

    private async Task TickAsync()
    {
        foreach (var tenant in _tenants.All.Where(tenant => tenant.AwaitsBirths))
            await tenant.RefreshAsync(_stopping.Token);

        if (++_ticks % TicksPerReview == 0 && _tenants.All.Count > 0)
            await ReviewAsync();
    }

    /// <summary>By a request to any node a tenant may be deleted, and its time zone may change while it has no responses.</summary>
    private async Task ReviewAsync()
    {
        var before = _tenants.All.ToArray();
        var stored = (await parts.Store.ListTenantsAsync(_stopping.Token)).ToDictionary(tenant => tenant.Id);
        foreach (var known in before)
        {
            if (stored.TryGetValue(known.Tenant.Id, out var found))
                known.Tenant.TimeZone = found.TimeZone;
            else
                Forget(known.Tenant);
        }
    }
}
