using NpsRealtime.Scoring.Engine;
using NpsRealtime.Scoring.Windows;

namespace NpsRealtime.Contracts.Engines;

/// <summary>Reading: scores, positions, windows, lists, histories.</summary>
public abstract class ScoreContract<TWorld> : EngineContract<TWorld>
    where TWorld : IEngineWorld, new()
{
    [SkippableFact]
    public async Task Read_KeyThatNoResponseHad_IsEmpty()
    {
        var snapshot = await ReadAsync("channel/nothing");

        (snapshot.Tenant, snapshot.Key, snapshot.Counts.Total, snapshot.Nps, snapshot.Interval, snapshot.LastResponse)
            .ShouldBe(("acme", "channel/nothing", 0, null, null, null));
        snapshot.Counts.ByScore.ShouldBe(new long[11]);
    }

    [SkippableFact]
    public async Task Read_AfterAPosition_SeesEveryWriteBeforeIt()
    {
        for (var index = 1; index <= 60; index++)
        {
            var position = await AcceptAsync(Requests.Post($"r-{index}", 9, channel: index % 2 == 0 ? "web" : "phone"));

            (await ReadAsync("tenant", after: position)).Counts.Total.ShouldBe(index);
            (await ReadAsync("channel/web", after: position)).Counts.Total.ShouldBe(index / 2);
        }
    }

    [SkippableFact]
    public async Task Read_AfterAPositionBeyond_IsNotYet()
    {
        var position = await AcceptAsync(Requests.Post("a", 9));
        position.Include(position.Heads.Keys.First(), position.Heads.Values.First() + 1);

        await Should.ThrowAsync<NotYetException>(() => ReadAsync("tenant", after: position));

        (await ReadAsync("tenant")).Counts.Total.ShouldBe(1);
    }

    [SkippableFact]
    public async Task Read_Snapshot_SaysWhatItCounts()
    {
        // Alone, since the partitions of one batch commit side by side, and the first spelling seen is the label.
        await AcceptAsync(Requests.Post("a", 10, Requests.Now.AddMinutes(-2), "Web Chat"));
        var position = await AcceptAsync(
            Requests.Post("b", 3, Requests.Now.AddMinutes(-5), "web chat"),
            Requests.Post("c", 7, Requests.Now.AddMinutes(-9), "WEB CHAT"), Requests.Post("d", 9, Requests.Now.AddMinutes(-61), "web-chat"));

        var snapshot = await ReadAsync("channel/Web-Chat", "1h", position);

        (snapshot.Key, snapshot.Label).ShouldBe(("channel/web-chat", "Web Chat"));
        (snapshot.Counts.Promoters, snapshot.Counts.Passives, snapshot.Counts.Detractors, snapshot.Counts.Total).ShouldBe((1, 1, 1, 3));
        snapshot.Nps.ShouldBe(0);
        snapshot.Window.ShouldBe(new SnapshotWindow("1h", Minute.Of(Requests.Now).Plus(-59).Start, Minute.Of(Requests.Now).Plus(1).Start));
        snapshot.LastResponse.ShouldBe(new LastResponse(Requests.Now.AddMinutes(-2), Requests.Now.AddSeconds(1)));
    }

    [SkippableFact]
    public async Task Read_StampedAhead_CountsAtOnceAndTheWindowSaysSo()
    {
        var ahead = Requests.Now.AddMinutes(4);
        var position = await AcceptAsync(Requests.Post("a", 9, ahead), Requests.Post("b", 2));

        foreach (var window in (string[])["1h", "24h", "today", "week", "all"])
        {
            var snapshot = await ReadAsync("tenant", window, position);
            snapshot.Counts.Total.ShouldBe(2, window);
            snapshot.Window.To.ShouldBe(Minute.Of(ahead).Plus(1).Start, window);
            (await ListAsync("tenant", window)).ShouldHaveSingleItem().Window.ShouldBe(snapshot.Window);
        }
    }

    [SkippableFact]
    public async Task Read_Today_IsTheTenantsOwnDay()
    {
        // 10:15 in UTC is 23:15 in Auckland and 2:15 in Los Angeles.
        var auckland = await PutAsync("auckland", "Pacific/Auckland");
        var losAngeles = await PutAsync("los-angeles", "America/Los_Angeles");
        foreach (var tenant in (Scoring.Tenants.Tenant[])[auckland, losAngeles])
        {
            await SendAsync(tenant, [.. Enumerable.Range(0, 40).Select(hour => Requests.Post($"h-{hour}", 9, Requests.Now.AddHours(-hour)))]);
            for (var pass = 0; pass < 2; pass++)
            {
                (await ListAsync("tenant", "today", tenant: tenant))[0].Counts.Total.ShouldBe(tenant == auckland ? 24 : 3);
                (await ReadAsync("tenant", "today", tenant: tenant)).Counts.Total.ShouldBe(tenant == auckland ? 24 : 3);
                (await ReadAsync("tenant", "yesterday", tenant: tenant)).Counts.Total.ShouldBe(tenant == auckland ? 16 : 24);
            }
        }
    }

    [SkippableFact]
    public async Task List_HotOrCold_IsTheSame()
    {
        var random = new Random(17);
        await AcceptAsync([.. Enumerable.Range(0, 600).Select(index => Requests.Post(
            $"r-{index}",
            random.Next(11),
            Requests.Now.AddMinutes(-random.Next(index % 2 == 0 ? 300 : 60_000)),
            $"c{random.Next(4)}",
            $"t{random.Next(4)}",
            segments: [("region", $"r{random.Next(3)}")]))]);

        foreach (var window in (string[])["1h", "8h", "24h", "7d", "30d", "all", "today", "yesterday", "week", "month"])
        {
            await RestartAsync();
            var cold = await ListAsync(kind: null, window);
            cold.Select(score => score.Key).ShouldBe(cold.Select(score => score.Key).Order(StringComparer.Ordinal));
            cold.Count.ShouldBe(1 + 4 + 4 + 16 + 3);
            foreach (var score in cold)
            {
                var hot = await ReadAsync(score.Key, window);
                (score with { AsOf = hot.AsOf, Version = hot.Version, Counts = hot.Counts }).ShouldBe(hot);
                score.Counts.ByScore.ShouldBe(hot.Counts.ByScore, $"{score.Key} {window}");
            }
        }
    }

    [SkippableFact]
    public async Task List_ByKindAndPage_ReturnsEachOnce()
    {
        await AcceptAsync([.. Enumerable.Range(0, 25).Select(index => Requests.Post(
            $"r-{index}", 9, channel: $"c{index:00}", segments: [("region", $"r{index % 7}"), ("team", "blue")]))]);

        (await ListAsync("channel", limit: 7)).Select(score => score.Key).ShouldBe(Enumerable.Range(0, 25).Select(index => $"channel/c{index:00}"));
        (await ListAsync("pair", limit: 25)).Count.ShouldBe(25);
        (await ListAsync("touchpoint", limit: 1)).ShouldHaveSingleItem().Counts.Total.ShouldBe(25);
        (await ListAsync("segment", limit: 3)).Count.ShouldBe(8);
        (await ListAsync("segment/region", limit: 2)).Count.ShouldBe(7);
        (await ListAsync("segment/nothing")).ShouldBeEmpty();
        (await ListAsync("tenant")).ShouldHaveSingleItem().Key.ShouldBe("tenant");
        (await ListAsync(kind: null, limit: 10)).Select(score => score.Key).Distinct().Count().ShouldBe(1 + 25 + 25 + 1 + 8);
    }

    [SkippableFact]
    public async Task History_Steps_AddUpToTheScore()
    {
        await AcceptAsync([.. Enumerable.Range(0, 200).Select(index => Requests.Post($"r-{index}", index % 11, Requests.Now.AddMinutes(-index * 37)))]);
        var end = Minute.Of(Requests.Now).FloorToQuarter().Plus(Minute.Quarter);
        var edges = Enumerable.Range(0, 150).Select(step => end.Plus((step - 149) * 60)).ToList();

        foreach (var key in (string[])["tenant", "channel/web", "channel/nothing"])
        {
            var points = await Engine.HistoryAsync(Acme, Requests.KeyOf(key), edges, CancellationToken.None);

            points.Select(point => point.From).ShouldBe(edges.SkipLast(1).Select(edge => edge.Start));
            points.Sum(point => point.Counts.Total).ShouldBe(key == "channel/nothing" ? 0 : 200);
            points.ShouldAllBe(point => point.Nps.HasValue == point.Counts.Total > 0);
        }
    }

    [SkippableFact]
    public async Task ListTenants_Several_AreSorted()
    {
        await PutAsync("zebra");
        await PutAsync("Beta Bank");

        (await Engine.ListTenantsAsync(CancellationToken.None)).Select(tenant => tenant.Name).ShouldBe(["acme", "beta-bank", "zebra"]);
        (await Engine.FindTenantAsync(" BETA bank ", CancellationToken.None)).ShouldNotBeNull().Name.ShouldBe("beta-bank");
        (await Engine.FindTenantAsync("nobody", CancellationToken.None)).ShouldBeNull();
        (await Engine.FindTenantAsync("no/body", CancellationToken.None)).ShouldBeNull();
    }
}
