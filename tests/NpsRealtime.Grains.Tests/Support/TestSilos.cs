using Microsoft.Extensions.DependencyInjection;
using NpsRealtime.Grains.Engine;
using NpsRealtime.Grains.Hosting;
using NpsRealtime.Grains.Nodes;
using NpsRealtime.Scoring;
using NpsRealtime.Scoring.Store;
using Orleans.TestingHost;

namespace NpsRealtime.Grains.Tests.Support;

/// <summary>A cluster of silos in this process, which share one store.</summary>
internal sealed class TestSilos : IAsyncDisposable
{
    private readonly IResponseStore _store;
    private readonly InProcessTestCluster _cluster;

    private TestSilos(IResponseStore store, InProcessTestCluster cluster)
    {
        _store = store;
        _cluster = cluster;
    }

    public InProcessTestCluster Cluster => _cluster;

    /// <summary>Opens the store and starts so many silos on it.</summary>
    public static async Task<TestSilos> StartAsync(
        int silos, IResponseStore store, ScoringOptions options, TimeProvider time, Action<ISiloBuilder>? configure = null)
    {
        await store.OpenAsync(CancellationToken.None);
        var builder = new InProcessTestClusterBuilder((short)silos);
        builder.ConfigureSilo((_, silo) =>
        {
            silo.Services.AddSingleton(new ScoringParts(store, options, time, new NoScoringLog()) { IsAlone = silos == 1 && !store.IsShared });
            silo.AddScoringGrains(isAlone: silos == 1);
            configure?.Invoke(silo);
        });
        var cluster = builder.Build();
        await cluster.DeployAsync();
        return new TestSilos(store, cluster);
    }

    /// <summary>The engine of one of the silos.</summary>
    public ClusterScoreEngine Engine(int silo) =>
        _cluster.Silos[silo].ServiceProvider.GetRequiredService<ClusterScoreEngine>();

    /// <summary>Stops all silos in good order, and closes the store.</summary>
    public async ValueTask DisposeAsync()
    {
        await _cluster.StopAllSilosAsync();
        await _cluster.DisposeAsync();
        await _store.DisposeAsync();
    }
}
