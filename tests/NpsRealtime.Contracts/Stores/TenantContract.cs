using System.Security.Cryptography;
using NpsRealtime.Scoring.Tenants;

namespace NpsRealtime.Contracts.Stores;

/// <summary>Tenants: made, found, listed, changed while they may be.</summary>
public abstract class TenantContract<TDatabase> : StoreContract<TDatabase>
    where TDatabase : IStoreDatabase, new()
{
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    [SkippableFact]
    public async Task PutTenant_New_IsKeptAsAsked()
    {
        var (outcome, made) = await PutAsync("Über Bank", Berlin, partitions: 7);

        outcome.ShouldBe(TenantPut.Created);
        await ReopenAsync();
        var found = (await Store.FindTenantAsync("über-bank", CancellationToken.None)).ShouldNotBeNull();
        found.Id.ShouldBe(made.Id);
        found.Name.ShouldBe("über-bank");
        found.Label.ShouldBe("Über Bank");
        found.TimeZone.Id.ShouldBe("Europe/Berlin");
        found.Partitions.ShouldBe(7);
        found.IdKey.ShouldBe(made.IdKey);
        found.IdKey.Length.ShouldBe(Tenant.IdKeyBytes);
    }

    [SkippableFact]
    public void PutTenant_NewWithoutTimeZone_IsInUtc() => Acme.TimeZone.Id.ShouldBe("UTC");

    [SkippableFact]
    public async Task PutTenant_New_HasAKeyOfItsOwn()
    {
        var (_, other) = await PutAsync("other", timeZone: null, partitions: 1);

        other.IdKey.ShouldNotBe(Acme.IdKey);
        other.IdKey.ShouldContain(part => part != 0);
        other.Id.ShouldNotBe(Acme.Id);
    }

    [SkippableFact]
    public async Task PutTenant_Existing_KeepsPartitionsLabelAndKey()
    {
        var (outcome, tenant) = await PutAsync("ACME", timeZone: null, partitions: 9);

        outcome.ShouldBe(TenantPut.Existing);
        tenant.Id.ShouldBe(Acme.Id);
        tenant.Partitions.ShouldBe(4);
        tenant.Label.ShouldBe("acme");
        tenant.IdKey.ShouldBe(Acme.IdKey);
    }

    [SkippableFact]
    public async Task PutTenant_OtherTimeZoneWithoutResponses_Changes()
    {
        var (outcome, tenant) = await PutAsync("acme", Berlin, partitions: 4);

        outcome.ShouldBe(TenantPut.Existing);
        tenant.TimeZone.Id.ShouldBe("Europe/Berlin");
        (await Store.FindTenantAsync("acme", CancellationToken.None))!.TimeZone.Id.ShouldBe("Europe/Berlin");
    }

    [SkippableFact]
    public async Task PutTenant_OtherTimeZoneWithResponses_IsRefused()
    {
        var writer = await StartAsync();
        await writer.CommitAsync(Requests.Post("a", 9));

        var (outcome, tenant) = await PutAsync("acme", Berlin, partitions: 4);

        outcome.ShouldBe(TenantPut.TimeZoneFixed);
        tenant.TimeZone.Id.ShouldBe("UTC");
        (await PutAsync("acme", TimeZoneInfo.Utc, partitions: 4)).Outcome.ShouldBe(TenantPut.Existing);
    }

    [SkippableFact]
    public async Task PutTenant_WithIdKey_OnlyANewTenantTakesIt()
    {
        var key = RandomNumberGenerator.GetBytes(Tenant.IdKeyBytes);
        var name = Requests.SlugOf("imported");

        var (first, made) = await Store.PutTenantAsync(new TenantRequest(name, null, key), 1, CancellationToken.None);
        var (again, _) = await Store.PutTenantAsync(new TenantRequest(name, null, key), 1, CancellationToken.None);
        var (other, kept) = await Store.PutTenantAsync(
            new TenantRequest(name, null, RandomNumberGenerator.GetBytes(Tenant.IdKeyBytes)), 1, CancellationToken.None);

        first.ShouldBe(TenantPut.Created);
        made.IdKey.ShouldBe(key);
        again.ShouldBe(TenantPut.Existing);
        other.ShouldBe(TenantPut.IdKeyFixed);
        kept.IdKey.ShouldBe(key);
    }

    [SkippableFact]
    public async Task PutTenant_ManyAtOnce_OneIsCreated()
    {
        var puts = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => Task.Run(() => PutAsync("rush", timeZone: null, partitions: 2))));

        puts.Count(put => put.Outcome == TenantPut.Created).ShouldBe(1);
        puts.Select(put => put.Tenant.Id).Distinct().ShouldHaveSingleItem();
        puts.Select(put => Convert.ToHexString(put.Tenant.IdKey)).Distinct().ShouldHaveSingleItem();
    }

    [SkippableFact]
    public async Task ListTenants_Several_AreSortedByName()
    {
        foreach (var name in (string[])["zebra", "日本", "beta", "a-1"])
            await PutAsync(name, timeZone: null, partitions: 1);

        var tenants = await Store.ListTenantsAsync(CancellationToken.None);

        tenants.Select(tenant => tenant.Name).ShouldBe(["a-1", "acme", "beta", "zebra", "日本"]);
    }

    [SkippableFact]
    public async Task FindTenant_Unknown_IsNull() =>
        (await Store.FindTenantAsync("nobody", CancellationToken.None)).ShouldBeNull();

    private Task<(TenantPut Outcome, Tenant Tenant)> PutAsync(string name, TimeZoneInfo? timeZone, int partitions) =>
        Store.PutTenantAsync(new TenantRequest(Requests.SlugOf(name), timeZone), partitions, CancellationToken.None);
}
