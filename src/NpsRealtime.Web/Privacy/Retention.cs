using System.Text.Json;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NpsRealtime.Scoring.Engine;
using NpsRealtime.Scoring.Store;
using NpsRealtime.Scoring.Store.Records;
using NpsRealtime.Web.Access;
using NpsRealtime.Web.Access.Trail;

namespace NpsRealtime.Web.Privacy;

/// <summary>
/// Blanks comments and customer ids when their time is over, a stretch of the table at a time with a pause behind it, and deletes what
/// deleted tenants left behind when a server was stopped in the middle.
/// </summary>
internal sealed class Retention(
    IRecordStore records, IPrivacyStore privacy, AuditTrail trail, IOptions<AccessOptions> options, TimeProvider time, ILogger<Retention> logger)
    : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>One round over all tenants. Returns how many responses were blanked.</summary>
    public async Task<long> RunOnceAsync(CancellationToken cancellation)
    {
        while ((await privacy.DeleteRemainsAsync(cancellation)).IsMore)
            await Task.Delay(Pause, time, cancellation);
        long all = 0;
        foreach (var stored in (await records.ListAllAsync(RetentionSettings.Kind, cancellation)).Records)
        {
            if (JsonSerializer.Deserialize(stored.Body, AccessJson.Default.RetentionSettings)?.RetentionDays is not { } days)
                continue;
            var blanked = await BlankAsync(stored.TenantId, time.GetUtcNow().AddDays(-days), cancellation);
            if (blanked > 0)
                await trail.NoteAsync(stored.TenantId, "Retention", $"comments and customer ids older than {days} days", blanked, cancellation);
            all += blanked;
        }

        return all;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The first round waits, so that it does not compete with the start.
        using var timer = new PeriodicTimer(TimeSpan.FromMinutes(options.Value.RetentionMinutes), time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                try
                {
                    await RunOnceAsync(stoppingToken);
                }
                catch (StoreUnavailableException fault)
                {
                    Log.RetentionAway(logger, fault.Message);
                }
                catch (Exception fault) when (fault is not OperationCanceledException)
                {
                    Log.RetentionFailed(logger, fault);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The host stops.
        }
    }

    private async Task<long> BlankAsync(int tenantId, DateTimeOffset before, CancellationToken cancellation)
    {
        long all = 0;
        for (long? from = 0; from is { } here;)
        {
            var (blanked, next) = await privacy.BlankAsync(tenantId, before.ToUnixTimeMilliseconds(), here, cancellation);
            all += blanked;
            from = next;
            if (blanked > 0)
                await Task.Delay(Pause, time, cancellation);
        }

        return all;
    }
}
