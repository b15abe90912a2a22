using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NpsRealtime.Scoring.Engine;
using NpsRealtime.Web.Access.Grants;
using NpsRealtime.Web.Access.Keys;

namespace NpsRealtime.Web.Access;

/// <summary>Reads the keys before the first request, makes the first one, and keeps up with what other nodes change.</summary>
internal sealed class AccessLifetime(
    KnownGrants grants,
    LastUses lastUses,
    FirstKey firstKey,
    IOptions<AccessOptions> options,
    IHostApplicationLifetime lifetime,
    TimeProvider time,
    ILogger<AccessLifetime> logger) : IHostedLifecycleService, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private Task _running = Task.CompletedTask;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await grants.RefreshAsync(cancellationToken);
        if (options.Value.Open)
            lifetime.ApplicationStarted.Register(SayOpen);
        else
            await firstKey.LookAsync(cancellationToken);
        _running = Task.Run(() => RunAsync(_stopping.Token), CancellationToken.None);
    }

    /// <summary>Only now, when the server listens: one that fails to start must not have printed a secret, nor made it.</summary>
    public async Task StartedAsync(CancellationToken cancellationToken)
    {
        if (firstKey.IsWanted && await firstKey.MakeAsync(cancellationToken))
            await grants.RefreshAsync(cancellationToken);
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        // A host that failed on its way down may be stopped a second time, after this was disposed of.
        if (!_stopping.IsCancellationRequested)
            await _stopping.CancelAsync();
        await _running;
        await WriteLastUsesAsync(CancellationToken.None);
    }

    /// <summary>A host that could not start is disposed of without being stopped: then this ends the looking, before the store goes.</summary>
    public void Dispose()
    {
        _stopping.Cancel();
        _stopping.Dispose();
    }

    private async Task RunAsync(CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(options.Value.RefreshMilliseconds), time);
        var written = time.GetTimestamp();
        try
        {
            while (await timer.WaitForNextTickAsync(cancellation))
            {
                try
                {
                    await grants.RefreshAsync(cancellation);
                }
                catch (Exception fault) when (fault is not OperationCanceledException && !cancellation.IsCancellationRequested)
                {
                    Log.GrantsFailed(logger, fault);
                }

                if (time.GetElapsedTime(written).TotalSeconds < options.Value.LastUseSeconds)
                    continue;
                await WriteLastUsesAsync(cancellation);
                written = time.GetTimestamp();
            }
        }
        catch (Exception) when (cancellation.IsCancellationRequested)
        {
            // The host stops, and the store may be gone already.
        }
    }

    private async Task WriteLastUsesAsync(CancellationToken cancellation)
    {
        try
        {
            await lastUses.WriteAsync(cancellation);
        }
        catch (StoreUnavailableException)
        {
            // When a key was used last is worth no more than another try with the next ones.
        }
    }

    private static void SayOpen() => StartNotice.Warn(
        "OPEN TO EVERYONE ON THIS MACHINE",
        "This server asks for no key: every program and every person on this machine",
        "may read, change and delete everything in it. It listens on loopback addresses",
        "only. Start it without --open and --demo to have it ask for keys.");
}
