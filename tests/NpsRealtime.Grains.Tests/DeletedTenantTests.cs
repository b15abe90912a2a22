using NpsRealtime.Contracts;
using NpsRealtime.Grains.Engine;
using NpsRealtime.Grains.Tests.Support;
using NpsRealtime.Scoring;
using NpsRealtime.Scoring.Engine;
using NpsRealtime.Scoring.Responses;
using NpsRealtime.Scoring.Tenants;
using NpsRealtime.Storage.Sqlite;

namespace NpsRealtime.Grains.Tests;

/// <summary>A tenant is deleted by a request to one node; the others learn it by themselves.</summary>
public sealed class DeletedTenantTests
{
    [Fact]
    public async Task Delete_AndMadeAnewAtOneNode_AnotherNodeNeverMixesTheTwo()
    {
        var folder = Directory.CreateTempSubdirectory("nps-deleted-").FullName;
        var store = new SqliteResponseStore(Path.Combine(folder, "nps.db"));
        await using (var silos = await TestSilos.StartAsync(2, store, new ScoringOptions(), new ShiftingClock()))
        {
            var (here, there) = (silos.Engine(0), silos.Engine(1));
            var old = await PutAsync(here);
            var oldThere = (await there.FindTenantAsync("acme", CancellationToken.None)).ShouldNotBeNull();
            (await StatusAsync(here, old, "a")).ShouldBe(ResponseStatus.Accepted);
            (await StatusAsync(there, oldThere, "a")).ShouldBe(ResponseStatus.Duplicate);

            await store.DeleteTenantAsync(old.Id, CancellationToken.None);
            here.Forget(old);
            var anew = await PutAsync(here);
            anew.Id.ShouldNotBe(old.Id);
            (await SoonAsync(here, anew, "b")).ShouldBe(ResponseStatus.Accepted);

            // The other node still believes in the tenant that is gone; its key makes other hashes of the same ids.
            (await StatusAsync(there, oldThere, "b")).ShouldBe(ResponseStatus.Unavailable);
            var found = await FoundAnewAsync(there, anew.Id);
            (await SoonAsync(there, found, "b")).ShouldBe(ResponseStatus.Duplicate);
            var report = await there.RecountAsync(found, CancellationToken.None);
            (report.Responses, report.IsClean).ShouldBe((1, true));
        }

        Directory.Delete(folder, recursive: true);
    }

    private static async Task<Tenant> PutAsync(ClusterScoreEngine engine) =>
        (await engine.PutTenantAsync(new TenantRequest(Requests.SlugOf("acme"), TimeZone: null), CancellationToken.None)).Tenant;

    private static async Task<ResponseStatus> StatusAsync(ClusterScoreEngine engine, Tenant tenant, string id)
    {
        var admitted = await engine.IngestAsync(tenant, [Requests.Post(id, 9)], Admission.RefuseWhenFull, CancellationToken.None);
        return (await admitted.Committed)[0].Status;
    }

    private static async Task<ResponseStatus> SoonAsync(ClusterScoreEngine engine, Tenant tenant, string id)
    {
        var status = ResponseStatus.Unavailable;
        for (var attempt = 0; attempt < 5 && status == ResponseStatus.Unavailable; attempt++)
            status = await StatusAsync(engine, tenant, id);
        return status;
    }

    private static async Task<Tenant> FoundAnewAsync(ClusterScoreEngine engine, int id)
    {
        for (var attempt = 0; attempt < 300; attempt++)
        {
            if (await engine.FindTenantAsync("acme", CancellationToken.None) is { } found && found.Id == id)
                return found;
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        }

        throw new TimeoutException("The other node still knows the tenant that was deleted.");
    }
}
