using NpsRealtime.Scoring.Keys;
using NpsRealtime.Scoring.Store;

namespace NpsRealtime.Contracts.Stores;

/// <summary>Score keys: their numbers stay, their labels are the first spelling, whoever adds them.</summary>
public abstract class KeyContract<TDatabase> : StoreContract<TDatabase>
    where TDatabase : IStoreDatabase, new()
{
    [SkippableFact]
    public async Task AddKeys_New_GetNumbersAboveTheTenantsOwn()
    {
        var added = await AddAsync("channel/web", "segment/region/emea", "touchpoint/checkout");

        added.Select(key => key.Key.Text).ShouldBe(["channel/web", "segment/region/emea", "touchpoint/checkout"]);
        added.Select(key => key.Id).Distinct().Count().ShouldBe(3);
        added.ShouldAllBe(key => key.Id > StoredKey.TenantId);
    }

    [SkippableFact]
    public async Task AddKeys_Known_KeepNumberAndFirstSpelling()
    {
        var first = await AddAsync("channel/Web Chat");

        var again = await AddAsync("channel/app", "channel/WEB CHAT");

        again.Count.ShouldBe(2);
        again[1].Id.ShouldBe(first[0].Id);
        again[1].Key.Text.ShouldBe("channel/web-chat");
        again[1].Key.Label.ShouldBe("Web Chat");
    }

    [SkippableFact]
    public async Task AddKeys_OtherScripts_ComeBackAsTheyWere()
    {
        string[] texts = ["channel/क्षेत्र", "channel/สาขา", "channel/متجر", "channel/店舗", "segment/größe/xxl", "touchpoint/𝒳-ray"];

        var added = await AddAsync(texts);
        await ReopenAsync();

        var read = await Store.ReadKeysAsync(Acme.Id, 0, CancellationToken.None);
        read.Select(key => (key.Id, key.Key.Text, key.Key.Label)).ShouldBe(
            added.OrderBy(key => key.Id).Select(key => (key.Id, key.Key.Text, key.Key.Label)));
    }

    [SkippableFact]
    public async Task ReadKeys_AfterANumber_ReturnsOnlyNewerOnesInOrder()
    {
        var first = await AddAsync("channel/a", "channel/b");
        var second = await AddAsync("channel/c", "channel/d");

        var read = await Store.ReadKeysAsync(Acme.Id, first.Max(key => key.Id), CancellationToken.None);

        read.Select(key => key.Id).ShouldBe(second.Select(key => key.Id).Order());
    }

    [SkippableFact]
    public async Task ReadKeys_OfAnotherTenant_AreNotThere()
    {
        await AddAsync("channel/web");
        var other = await PutAsync("other");

        (await Store.ReadKeysAsync(other.Id, 0, CancellationToken.None)).ShouldBeEmpty();
    }

    [SkippableFact]
    public async Task AddKeys_ManyAddersAtOnce_AgreeOnEveryNumber()
    {
        var adders = Enumerable.Range(0, 8).Select(adder => Task.Run(() => AddAsync(
            [.. Enumerable.Range(0, 40).Select(index => $"channel/c{(index + (adder * 5)) % 60:00}")])));

        var added = (await Task.WhenAll(adders)).SelectMany(keys => keys).ToList();

        added.GroupBy(key => key.Key.Text).ShouldAllBe(key => key.Select(stored => stored.Id).Distinct().Count() == 1);
        added.GroupBy(key => key.Id).ShouldAllBe(id => id.Select(stored => stored.Key.Text).Distinct().Count() == 1);
        (await Store.ReadKeysAsync(Acme.Id, 0, CancellationToken.None)).Count.ShouldBe(60);
    }

    /// <summary>Adds keys the way the scoring does: sorted, none twice.</summary>
    private Task<IReadOnlyList<StoredKey>> AddAsync(params string[] texts) => Store.AddKeysAsync(
        Acme.Id, [.. texts.Select(Requests.KeyOf).OrderBy(key => key.Text, StringComparer.Ordinal)], CancellationToken.None);
}
