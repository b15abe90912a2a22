using NpsRealtime.Grains.Engine;
using NpsRealtime.Grains.Nodes;

namespace NpsRealtime.Grains.Hosting;

/// <summary>Opens the engine of a node without a silo once it has reached the cluster, and closes it before it leaves.</summary>
internal sealed class GatewayLifetime(ClusterScoreEngine engine, NodeTenants tenants) : ILifecycleParticipant<IClusterClientLifecycle>
{
    public void Participate(IClusterClientLifecycle observer) =>
        observer.Subscribe("NpsRealtime engine", ServiceLifecycleStage.Active, _ => StartAsync(), _ => StopAsync());

    private Task StartAsync()
    {
        tenants.Start();
        engine.Start();
        return Task.CompletedTask;
    }

    private async Task StopAsync()
    {
        await engine.StopAsync();
        await tenants.StopAsync();
    }
}
