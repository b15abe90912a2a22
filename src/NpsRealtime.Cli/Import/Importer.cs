using NpsRealtime.Cli.CommandLine;
using NpsRealtime.Cli.Output;
using NpsRealtime.Cli.Server;

namespace NpsRealtime.Cli.Import;

/// <summary>Imports one file: finds or makes the tenant, opens the file, sends it, and reports.</summary>
internal sealed class Importer(ImportOptions options, CommandContext context)
{
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        var name = options.File.Name;
        if (!options.File.Exists)
            throw CommandException.Usage($"There is no file {options.File}.");
        using var ndjson = options.IsNdjson ? OpenNdjson() : null;
        var tenant = options.Tenant ?? ndjson?.Tenant?.Label ?? ndjson?.Tenant?.Name
            ?? throw CommandException.Usage("Say which tenant the responses are of: --tenant NAME.");
        var found = await context.Server.FindTenantAsync(tenant, cancellation);

        // Opening the file checks the columns, so that a typing error in one of them does not leave an empty tenant behind.
        using var source = ndjson is null ? OpenCsv(TimeZoneOf(found)) : null;
        var stored = await MakeTenantAsync(tenant, found, ndjson?.Tenant, cancellation);

        var totals = new ImportTotals();
        var started = context.Time.GetTimestamp();
        var reports = MakeReports();
        var retries = 0;
        string? fault = null;
        try
        {
            return await ProgressLine.RunAsync(context.Terminal, isShown: true, name, options.File.Length, async progress =>
            {
                var retry = new Retry(context.Time, options.RetryFor, progress.Waiting);
                try
                {
                    var uploader = new Uploader(context.Server, tenant, options.Correct, retry, totals, reports);
                    await uploader.RunAsync((IResponseLines?)ndjson ?? source!, progress, cancellation);
                }
                finally
                {
                    retries = retry.Retries;
                }

                return totals.Refused > 0 ? ExitCode.Failed : ExitCode.Done;
            });
        }
        catch (Exception stopped)
        {
            fault = stopped is OperationCanceledException ? "Stopped before the end." : stopped.Message;
            throw;
        }
        finally
        {
            var summary = new ImportSummary(name, stored.Name, totals, context.Time.GetElapsedTime(started), retries, fault);
            foreach (var report in reports)
            {
                report.Finish(summary);
                report.Dispose();
            }
        }
    }

    private async Task<TenantAnswer> MakeTenantAsync(
        string tenant, TenantAnswer? found, ExportedTenant? exported, CancellationToken cancellation)
    {
        // An export brings the key of its id hashes along; the server refuses a tenant that has another one.
        if (exported is not null)
            return await context.Server.PutTenantAsync(tenant, new TenantAsk(exported.TimeZone, exported.IdKey), cancellation);
        return found ?? await context.Server.PutTenantAsync(tenant, new TenantAsk(options.TimeZone?.Id), cancellation);
    }

    private NdjsonLines OpenNdjson() =>
        options.Columns.IsEmpty && options.DateFormat is null && options.Delimiter is null
            ? new NdjsonLines(options.File.FullName)
            : throw CommandException.Usage("An NDJSON file names its fields itself; leave out the options for columns, dates and delimiters.");

    private CsvLines OpenCsv(TimeZoneInfo zone)
    {
        RowTime.Check(options.DateFormat);
        var time = new RowTime(options.DateFormat, zone);
        return new CsvLines(options.File, options.Columns, time, options.Delimiter, options.Encoding);
    }

    private TimeZoneInfo TimeZoneOf(TenantAnswer? tenant)
    {
        if ((options.TimeZone ?? (tenant is null ? TimeZoneInfo.Utc : null)) is { } zone)
            return zone;
        return TimeZoneInfo.TryFindSystemTimeZoneById(tenant!.TimeZone, out var known)
            ? known
            : throw new CommandException(
                $"This machine does not know {tenant.Name}'s time zone {tenant.TimeZone}; name the one of the dates with --time-zone ZONE.");
    }

    private List<IImportReport> MakeReports()
    {
        var reports = new List<IImportReport>();
        if (options.RefusedFile is not null)
            reports.Add(new RefusedFileReport(options.RefusedFile));
        reports.Add(context.Json ? new JsonImportReport() : new ScreenImportReport(context.Terminal, options.RefusedFile));
        return reports;
    }
}
