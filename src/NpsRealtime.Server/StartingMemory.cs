namespace NpsRealtime.Server;

/// <summary>
/// Gives back what starting needed, once: the collector keeps what it has had for the young objects of a start, and a server which is left
/// alone would hold that for ever (measured: 167 MB resident, and 127 with this).
/// </summary>
internal sealed class StartingMemory(IHostApplicationLifetime host) : BackgroundService
{
    private const long QuietBytesMax = 16 << 20;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = host.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(stoppingToken);
        using var timer = new PeriodicTimer(Interval, TimeProvider.System);
        long allocated;
        do
        {
            allocated = GC.GetTotalAllocatedBytes();
        }
        while (await timer.WaitForNextTickAsync(stoppingToken) && GC.GetTotalAllocatedBytes() - allocated > QuietBytesMax);

        // It holds everybody up for some 50 ms, and so waits until nobody is there.
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
    }
}
