using NpsRealtime.Contracts;
using NpsRealtime.Scoring.Engine;
using NpsRealtime.Scoring.Partitions;
using NpsRealtime.Scoring.Responses;
using NpsRealtime.Scoring.Store;
using NpsRealtime.Scoring.Tenants;

namespace NpsRealtime.Scoring.Tests.Partitions;

public class TenantKeysTests
{
    private readonly ScriptedStore _store = new();
    private readonly Tenant _acme = new(1, "acme", "acme", TimeZoneInfo.Utc, new byte[Tenant.IdKeyBytes], 1);

    [Fact]
    public async Task Resolve_TheSameNamesAgain_AsksTheStoreOnce()
    {
        var additions = 0;
        _store.BeforeAddKeys = () => additions++;
        var keys = Keys();

        var first = await ResolveAsync(keys, Requests.Post("a", 9, segments: [("region", "EMEA")]));
        var second = await ResolveAsync(keys, Requests.Post("b", 9, channel: "WEB", segments: [("Region", "emea")]));

        second.ShouldBe(first);
        first.Length.ShouldBe(4);
        additions.ShouldBe(1);
    }

    [Fact]
    public async Task Resolve_Erasure_NeedsNoKeys() => (await ResolveAsync(Keys(), Requests.Delete("a"))).ShouldBeEmpty();

    [Fact]
    public async Task Resolve_OnAnotherNode_FindsTheSameNumbers()
    {
        var request = Requests.Post("a", 9, segments: [("region", "EMEA")]);
        var first = await ResolveAsync(Keys(), request);

        (await ResolveAsync(Keys(), request)).ShouldBe(first);
        _store.Database.Keys.Count.ShouldBe(4);
    }

    [Fact]
    public async Task Resolve_StoreAway_ThrowsAndWorksLater()
    {
        var keys = Keys();
        _store.BeforeAddKeys = () => throw new StoreUnavailableException("Away.");
        await Should.ThrowAsync<StoreUnavailableException>(() => ResolveAsync(keys, Requests.Post("a", 9)));
        _store.BeforeAddKeys = null;

        (await ResolveAsync(keys, Requests.Post("a", 9))).Length.ShouldBe(3);
    }

    [Fact]
    public async Task Resolve_ManyAtOnce_AgreeAndEachKeyIsBornOnce()
    {
        var keys = Keys();
        var born = new List<string>();
        keys.Born += key =>
        {
            lock (born)
                born.Add(key.Key.Text);
        };

        var resolved = await Task.WhenAll(Enumerable.Range(0, 64).Select(index =>
            Task.Run(() => ResolveAsync(keys, Requests.Post("a", 9, channel: $"c{index % 8}", segments: [("agent", $"a{index % 4}")])))));

        for (var index = 0; index < resolved.Length; index++)
            resolved[index].ShouldBe(resolved[index % 8]);
        born.Count.ShouldBe(8 + 1 + 8 + 4);
        born.Distinct().Count().ShouldBe(born.Count);
    }

    [Fact]
    public async Task Resolve_TwoSegmentsBeyondTheLimit_CountTheResponseOnce()
    {
        var keys = Keys(new ScoringOptions { SegmentNamesMax = 1 });
        await ResolveAsync(keys, Requests.Post("a", 9, segments: [("region", "EMEA")]));

        var ids = await ResolveAsync(keys, Requests.Post("b", 9, segments: [("n1", "a"), ("n2", "b"), ("region", "EMEA")]));

        ids.Distinct().Count().ShouldBe(ids.Length);
        ids.Length.ShouldBe(5);
    }

    [Fact]
    public async Task Resolve_KnownBeforeTheLimitWasMet_StaysItself()
    {
        var before = await ResolveAsync(Keys(), Requests.Post("a", 9, channel: "second"));
        var keys = Keys(new ScoringOptions { ChannelsMax = 1, TouchpointsMax = 1, PairsMax = 1 });

        (await ResolveAsync(keys, Requests.Post("b", 9, channel: "second"))).ShouldBe(before);
        var beyond = await ResolveAsync(keys, Requests.Post("c", 9, channel: "third", touchpoint: "other"));
        beyond.Select(id => keys.Find(id)!.Key.Text).ShouldBe(["channel/~other", "touchpoint/~other", "channel/~other/touchpoint/~other"]);
    }

    [Fact]
    public async Task Resolve_BeyondALimit_TellsTheOperatorOnceOfEachKind()
    {
        var log = new LimitLog();
        var keys = new TenantKeys(_acme, _store, new ScoringOptions { TouchpointsMax = 1, SegmentValuesMax = 1 }, log: log);

        await ResolveAsync(keys, Requests.Post("a", 9, touchpoint: "one", segments: [("region", "EMEA")]));
        log.Met.ShouldBeEmpty();
        await ResolveAsync(keys, Requests.Post("b", 9, touchpoint: "two"));
        await ResolveAsync(keys, Requests.Post("c", 9, touchpoint: "three"));
        await ResolveAsync(keys, Requests.Post("d", 9, touchpoint: "four", segments: [("region", "APAC")]));

        log.Met.ShouldBe(
        [
            new NameLimit("touchpoints", "touchpoint/~other", "Scoring:TouchpointsMax", 1),
            new NameLimit("values of the segment region", "segment/region/~other", "Scoring:SegmentValuesMax", 1),
        ]);
    }

    [Fact]
    public async Task Find_KeyOfAnotherNode_IsReadOnce()
    {
        await ResolveAsync(Keys(), Requests.Post("a", 9));
        var keys = Keys();

        (await keys.FindAsync(Requests.KeyOf("channel/web"), CancellationToken.None)).ShouldNotBeNull();
        (await keys.FindAsync(Requests.KeyOf("tenant"), CancellationToken.None)).ShouldNotBeNull().Id.ShouldBe(StoredKey.TenantId);
        (await keys.FindAsync(Requests.KeyOf("channel/none"), CancellationToken.None)).ShouldBeNull();
        keys.Find(12_345).ShouldBeNull();
    }

    [Fact]
    public async Task Find_WhileAllAreReadAnew_MissesNone()
    {
        var keys = Keys();
        await ResolveAsync(keys, Requests.Post("a", 9));
        await ResolveAsync(keys, Requests.Post("b", 9, channel: "phone"));
        var found = new List<Task<StoredKey?>>();
        var known = new List<int>();
        keys.Born += _ =>
        {
            found.Add(keys.FindAsync(Requests.KeyOf("channel/phone"), CancellationToken.None).AsTask());
            known.Add(keys.Known.Count());
        };

        keys.Doubt();
        await keys.RefreshAsync(CancellationToken.None);

        found.Count.ShouldBe(5);
        foreach (var one in found)
            (await one).ShouldNotBeNull();
        known.ShouldAllBe(count => count == 5);
    }

    [Fact]
    public async Task Doubt_WhileTheyAreReadAnew_ReadsThemOnceMore()
    {
        var keys = Keys();
        await ResolveAsync(keys, Requests.Post("a", 9));
        var reads = 0;
        _store.BeforeReadKeys = () =>
        {
            if (++reads == 1)
                keys.Doubt();
        };
        keys.Doubt();

        await keys.RefreshAsync(CancellationToken.None);
        (await keys.FindAsync(Requests.KeyOf("channel/web"), CancellationToken.None)).ShouldNotBeNull();

        reads.ShouldBe(2, "what the first read found may have been before the database went back again");
    }

    private static async Task<int[]> ResolveAsync(TenantKeys keys, ResponseRequest request) =>
        (await keys.ResolveAsync([request], CancellationToken.None)).ShouldHaveSingleItem();

    private sealed class LimitLog : NoScoringLog
    {
        public List<NameLimit> Met { get; } = [];

        public override void LimitMet(string tenant, NameLimit limit) => Met.Add(limit);
    }

    private TenantKeys Keys(ScoringOptions? limits = null) => new(_acme, _store, limits ?? new ScoringOptions());
}
