namespace NpsRealtime.Server;

/// <summary>
/// Gives back what starting needed. The collector looks at young objects only once 32 MiB of them a heap have come together, so that a server
/// which is left alone would hold the garbage of its start for ever (measured: 168 MB resident instead of 140).
/// </summary>
internal sealed class StartingMemory(IHostApplicationLifetime host) : BackgroundService
{
    /// <summary>Until what begins by itself has begun.</summary>
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = host.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(stoppingToken);
        await Task.Delay(Settled, TimeProvider.System, stoppingToken);

        // Where much is under way already, the collector has seen to it, and must not be in the way.
        if (GC.CollectionCount(0) == 0)
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
    }
}
