using Microsoft.Extensions.Hosting;
using NpsRealtime.Scoring.Engine;

namespace NpsRealtime.Web.Records;

/// <summary>Keeps the cache true to what other nodes write. While the database is away it stays as it is.</summary>
internal sealed class RecordRefresh(TenantRecordsCache records, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    /// <summary>The first reading comes before the first request, so that no window is resolved by a calendar that is not the tenant's.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await RefreshAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            await RefreshAsync(stoppingToken);
    }

    private async Task RefreshAsync(CancellationToken cancellation)
    {
        try
        {
            await records.RefreshAsync(cancellation);
        }
        catch (StoreUnavailableException)
        {
            // The next tick tries again.
        }
    }
}
