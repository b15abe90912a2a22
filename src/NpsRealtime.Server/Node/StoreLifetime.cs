using NpsRealtime.Scoring.Store;

namespace NpsRealtime.Server.Node;

/// <summary>Opens the store before the silo and everything else starts, and closes it after the last grain is gone.</summary>
internal sealed class StoreLifetime(IResponseStore store) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => store.OpenAsync(cancellationToken);

    public async Task StopAsync(CancellationToken cancellationToken) => await store.DisposeAsync();
}
