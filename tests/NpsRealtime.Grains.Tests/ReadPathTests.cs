using NpsRealtime.Contracts;
using NpsRealtime.Grains.Engine;
using NpsRealtime.Grains.Tests.Support;
using NpsRealtime.Scoring;
using NpsRealtime.Scoring.Engine;
using NpsRealtime.Scoring.Keys;
using NpsRealtime.Scoring.Store;
using NpsRealtime.Scoring.Tenants;
using NpsRealtime.Scoring.Windows;
using NpsRealtime.Storage.Sqlite;

namespace NpsRealtime.Grains.Tests;

/// <summary>Reading a live score does not touch the database.</summary>
public sealed class ReadPathTests
{
    [Fact]
    public async Task Read_LoadedScore_AsksTheStoreNothing()
    {
        var folder = Directory.CreateTempSubdirectory("nps-read-").FullName;
        var store = CountingStore.Around(new SqliteResponseStore(Path.Combine(folder, "nps.db")));
        await using (var silos = await TestSilos.StartAsync(1, store, new ScoringOptions(), TimeProvider.System))
            await ReadAsync(silos.Engine(0), (CountingStore)(object)store);
        Directory.Delete(folder, recursive: true);
    }

    private static async Task ReadAsync(ClusterScoreEngine engine, CountingStore store)
    {
        var (_, tenant) = await engine.PutTenantAsync(new TenantRequest(Requests.SlugOf("acme"), TimeZone: null), CancellationToken.None);
        var admitted = await engine.IngestAsync(tenant, [Requests.Post("r-1", 9)], Admission.WaitForRoom, CancellationToken.None);
        var position = new Position();
        position.Include(0, (await admitted.Committed)[0].Head);
        var all = WindowCatalog.All.First(window => window.Name == "all");
        (await engine.ReadAsync(tenant, ScoreKey.Tenant, all, position, CancellationToken.None)).Counts.Total.ShouldBe(1);

        var before = store.Calls.Count;
        for (var read = 0; read < 10_000; read++)
            await engine.ReadAsync(tenant, ScoreKey.Tenant, WindowCatalog.All[read % WindowCatalog.All.Count], after: null, CancellationToken.None);

        // Every ten seconds the score renews its attachment, which looks at the partition's row, and a node looks over its tenants now and then; that is
        // not the readers' doing.
        store.Calls.Skip(before).ShouldAllBe(call => call == nameof(IResponseStore.LookAsync) || call == nameof(IResponseStore.ListTenantsAsync));
        store.Calls.Skip(before).Count().ShouldBeLessThan(100);
    }
}
