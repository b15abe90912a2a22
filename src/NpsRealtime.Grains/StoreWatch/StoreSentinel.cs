using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace NpsRealtime.Grains.StoreWatch;

/// <summary>
/// Ends a silo that has been without the database while another silo has it: to the others it looks alive, so its grains would stay
/// where they can't work. While nobody has the database all wait for it together. A silo without the database can't tell the
/// cluster that it leaves; it is given some seconds to answer who still waits, and is then ended from outside, which the others notice
/// as they notice any silo that died.
/// </summary>
internal sealed class StoreSentinel(StoreReach reach, StoreWitnesses witnesses, IHostApplicationLifetime host, ILogger<StoreSentinel> logger)
    : IHostedService, IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan AwayMax = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan LeavingMax = TimeSpan.FromSeconds(8);

    private readonly CancellationTokenSource _stopping = new();
    private Task _running = Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _running = Task.Run(RunAsync, CancellationToken.None);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await _running;
    }

    public void Dispose() => _stopping.Dispose();

    private async Task RunAsync()
    {
        using var timer = new PeriodicTimer(Interval, TimeProvider.System);
        try
        {
            while (await timer.WaitForNextTickAsync(_stopping.Token))
            {
                await reach.AskAsync(_stopping.Token);
                if (reach.AwayFor >= AwayMax && await witnesses.AnyReachesStoreAsync())
                {
                    Leave();
                    return;
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The silo stops anyway.
        }
    }

    private void Leave()
    {
        Log.StoreAwayHereOnly(logger, (long)reach.AwayFor.TotalSeconds);
        host.StopApplication();

        // A thread of its own: what hangs may be the pool's threads.
        var last = new Thread(() =>
        {
            using var never = new ManualResetEventSlim();
            never.Wait(LeavingMax);
            Environment.Exit(1);
        })
        {
            IsBackground = true,
            Name = "Silo leaves",
        };
        last.Start();
    }
}
