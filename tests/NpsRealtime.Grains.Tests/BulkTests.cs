using NpsRealtime.Contracts;
using NpsRealtime.Grains.Tests.Support;
using NpsRealtime.Scoring;
using NpsRealtime.Scoring.Engine;
using NpsRealtime.Scoring.Store;
using NpsRealtime.Scoring.Tenants;
using NpsRealtime.Storage.Sqlite;

namespace NpsRealtime.Grains.Tests;

/// <summary>What comes in bulk is decided beside the thread pool, on which everybody's single responses and the silos' probes wait.</summary>
public sealed class BulkTests
{
    [Fact]
    public async Task Ingest_ManyAtOnce_AreDecidedOnThreadsOfTheirOwn()
    {
        var folder = Directory.CreateTempSubdirectory("nps-bulk-").FullName;
        var (store, watched) = WatchedStore.Around(new SqliteResponseStore(Path.Combine(folder, "nps.db")));
        await using (var silos = await TestSilos.StartAsync(1, store, new ScoringOptions(), new ShiftingClock()))
        {
            var engine = silos.Engine(0);
            var tenant = (await engine.PutTenantAsync(new TenantRequest(Requests.SlugOf("acme"), TimeZone: null), CancellationToken.None)).Tenant;

            await (await engine.IngestAsync(
                tenant, [.. Enumerable.Range(0, 5_000).Select(index => Requests.Post($"r-{index}", 9))], Admission.WaitForRoom, CancellationToken.None)).Committed;
            await (await engine.IngestAsync(tenant, [Requests.Post("single", 9)], Admission.WaitForRoom, CancellationToken.None)).Committed;
        }

        var committers = watched.Calls.Where(call => call.Method == nameof(IResponseStore.CommitAsync)).Select(call => call.Thread).ToList();
        committers.ShouldContain(thread => thread.StartsWith("Bulk deciding", StringComparison.Ordinal));
        committers.ShouldContain(thread => !thread.StartsWith("Bulk deciding", StringComparison.Ordinal));
        Directory.Delete(folder, recursive: true);
    }
}
