using Microsoft.Extensions.Options;

namespace NpsRealtime.Server.Node;

/// <summary>
/// Ends a node that was asked to stop and does not get to its end: Orleans tells the membership table that a silo leaves for as long as it
/// takes, which without the database is for ever. Nothing is lost by it: what was acknowledged is committed.
/// </summary>
internal sealed class StopDeadline(IHostApplicationLifetime host, IOptions<HostOptions> options, ILogger<StopDeadline> logger) : IHostedService
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        host.ApplicationStopping.Register(BeginToWait);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // On a thread of its own: what hangs may be the pool's threads. It ends with the process, when that ends by itself.
    private void BeginToWait()
    {
        var waiting = new Thread(End) { IsBackground = true, Name = "Stop deadline" };
        waiting.Start();
    }

    private void End()
    {
        var patience = options.Value.ShutdownTimeout + Grace;
        using var never = new ManualResetEventSlim();
        never.Wait(patience);
        Log.StopTookTooLong(logger, (int)patience.TotalSeconds);
        Environment.Exit(1);
    }
}
