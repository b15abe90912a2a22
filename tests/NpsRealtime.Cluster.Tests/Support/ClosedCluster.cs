namespace NpsRealtime.Cluster.Tests.Support;

/// <summary>Two silos and a gateway that ask for keys, which the tests of one class share. Started by the first test, so that it can skip.</summary>
public sealed class ClosedCluster : IAsyncLifetime
{
    private readonly Lazy<Task<SiloCluster>> _cluster = new(() => SiloCluster.StartAsync(silos: 2, isOpen: false));

    internal Task<SiloCluster> Started => _cluster.Value;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (_cluster is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
            await (await Started).DisposeAsync();
    }
}
