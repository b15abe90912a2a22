using NpsRealtime.Grains.Engine;
using NpsRealtime.Grains.Nodes;

namespace NpsRealtime.Grains.Hosting;

/// <summary>
/// Begins and ends a silo's share of the scoring in the right order: the committers before the first grain and after the last, the
/// engine's door open only while the silo is active. So a silo that is asked to stop takes no more, commits what it took, lets its
/// partitions commit what others sent, and only then is gone.
/// </summary>
internal sealed class SiloLifetime(ClusterScoreEngine engine, NodeTenants tenants, SiloScoring silo) : ILifecycleParticipant<ISiloLifecycle>
{
    public void Participate(ISiloLifecycle observer)
    {
        observer.Subscribe("NpsRealtime committers", ServiceLifecycleStage.RuntimeStorageServices, _ => StartAsync(), _ => StopAsync());
        observer.Subscribe("NpsRealtime engine", ServiceLifecycleStage.Active + 1, _ => OpenAsync(), _ => engine.StopAsync());
    }

    private Task StartAsync()
    {
        silo.Start();
        tenants.Start();
        return Task.CompletedTask;
    }

    private async Task StopAsync()
    {
        await tenants.StopAsync();
        await silo.StopAsync();
    }

    private Task OpenAsync()
    {
        engine.Start();
        return Task.CompletedTask;
    }
}
