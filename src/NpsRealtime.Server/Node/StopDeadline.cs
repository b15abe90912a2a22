using Microsoft.Extensions.Options;

namespace NpsRealtime.Server.Node;

/// <summary>
/// Ends a node that was asked to stop and does not get to its end: Orleans tells the membership table that a silo leaves for as long as it
/// takes, which without the database is for ever. Nothing is lost by it: what was acknowledged is committed.
/// </summary>
internal sealed class StopDeadline(IHostApplicationLifetime host, IOptions<HostOptions> options, ILogger<StopDeadline> logger)
    : IHostedService, IDisposable
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private readonly ManualResetEventSlim _ended = new();

    public Task StartAsync(CancellationToken cancellationToken)
    {
        host.ApplicationStopping.Register(BeginToWait);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>The host has come to its end, and the process may go on, as that of a test does.</summary>
    public void Dispose() => _ended.Set();

    // On a thread of its own: what hangs may be the pool's threads.
    private void BeginToWait()
    {
        var waiting = new Thread(End) { IsBackground = true, Name = "Stop deadline" };
        waiting.Start();
    }

    private void End()
    {
        var patience = options.Value.ShutdownTimeout + Grace;
        if (_ended.Wait(patience))
            return;
        Log.StopTookTooLong(logger, (int)patience.TotalSeconds);
        Environment.Exit(1);
    }
}
