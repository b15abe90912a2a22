using NpsRealtime.Scoring.Engine;
using NpsRealtime.Scoring.Store;

namespace NpsRealtime.Server;

/// <summary>Opens the store and the engine before the first request, and closes them after the last: what waits is committed.</summary>
internal sealed class EngineLifetime(LocalScoreEngine engine, IResponseStore store) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => engine.StartAsync(cancellationToken);

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await engine.StopAsync();
        await store.DisposeAsync();
    }
}
