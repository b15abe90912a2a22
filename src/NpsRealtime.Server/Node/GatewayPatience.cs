namespace NpsRealtime.Server.Node;

/// <summary>A gateway that finds no silo goes on trying: silos and gateways may be started in any order.</summary>
internal sealed class GatewayPatience(ILogger<GatewayPatience> logger) : IClientConnectionRetryFilter
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    public async Task<bool> ShouldRetryConnectionAttempt(Exception exception, CancellationToken cancellationToken)
    {
        Log.NoSilo(logger, exception.Message);
        await Task.Delay(Pause, TimeProvider.System, cancellationToken);
        return !cancellationToken.IsCancellationRequested;
    }
}
