using NpsRealtime.Scoring.Arithmetic;
using NpsRealtime.Scoring.Responses;
using NpsRealtime.Scoring.Store;
using NpsRealtime.Scoring.Windows;

namespace NpsRealtime.Contracts.Stores;

/// <summary>A store may keep what commits change and write it into its tallies later. Nobody who reads may notice.</summary>
public abstract class MergeContract<TDatabase> : StoreContract<TDatabase>
    where TDatabase : IStoreDatabase, new()
{
    [SkippableFact]
    public async Task ManySmallCommits_ReadTheSameAllAlong()
    {
        const int Commits = 1_300;
        var writer = await StartAsync();
        var expected = default(Tally);
        for (var commit = 1; commit <= Commits; commit++)
        {
            var request = Requests.Post($"r-{commit}", commit % 11, Requests.Now.AddMinutes(-(commit % 50)), channel: commit % 3 == 0 ? "phone" : "web");
            await writer.CommitAsync(request);
            expected.Add(Tally.Of(commit % 11));
            if (commit % 325 == 0)
                await ShouldReadAsync(expected);
        }

        await ShouldBeSoundAsync(Commits);
    }

    [SkippableFact]
    public async Task LargeCommits_ReadTheSameAllAlong()
    {
        // Over a year each response changes buckets of its own, so these few commits change more than a store lets gather.
        const int Responses = 4_000;
        var writer = await StartAsync();
        for (var commit = 0; commit < 5; commit++)
        {
            await writer.CommitAsync([.. Enumerable.Range(commit * Responses, Responses).Select(index => Requests.Post(
                $"r-{index}", index % 11, Requests.Now.AddHours(-(index % 8_700)), segments: [("agent", $"a{index % 100}")]))]);
            await ShouldBeSoundAsync((commit + 1) * Responses);
        }
    }

    [SkippableFact]
    public async Task Reopened_StillCountsWhatWasNotMerged()
    {
        var writer = await StartAsync();
        await writer.CommitAsync(Requests.Post("a", 9));
        await writer.CommitAsync(Requests.Post("b", 3));
        await writer.CommitAsync(Requests.Post("c", 9, Requests.Now.AddMinutes(1)));

        await ReopenAsync();

        await ShouldBeSoundAsync(responses: 3);
        writer = await StartAsync();
        await writer.CommitAsync(Requests.Post("d", 0));
        await writer.CommitAsync(Requests.Post("e", 0));
        await ShouldBeSoundAsync(responses: 5);
    }

    [SkippableFact]
    public async Task TakingAway_FindsWhatWasNotMerged()
    {
        var writer = await StartAsync();
        foreach (var id in (string[])["a", "b", "c", "d"])
            await writer.CommitAsync(Requests.Post(id, 9));

        await writer.CommitAsync(Requests.Delete("b"), Requests.Put("c", 0, Requests.Now.AddMinutes(-3)));
        await writer.CommitAsync(Requests.Delete("d"));

        await ShouldBeSoundAsync(responses: 2);
        (await SumAsync(StoredKey.TenantId)).ToArray().ShouldBe([1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0]);
    }

    [SkippableFact]
    public async Task ColdSums_CountOnlyTheirSpanOfWhatWasNotMerged()
    {
        var writer = await StartAsync();
        await writer.CommitAsync(Requests.Post("merged", 9, Requests.Now.AddMinutes(-30)));
        await writer.CommitAsync(Requests.Post("early", 9, Requests.Now.AddMinutes(-20)));
        await writer.CommitAsync(Requests.Post("late", 0, Requests.Now.AddMinutes(-5)));
        var now = Minute.Of(Requests.Now);

        var cold = (await Store.SumAsync(
            Acme.Id, [StoredKey.TenantId], new MinuteSpan(now.Plus(-25), now.Plus(-10), IsRunning: false), CancellationToken.None)).ShouldHaveSingleItem();

        cold.Tally.ShouldBe(Tally.Of(9));
        cold.LastBucket.ShouldBe(now.Plus(-5));
        cold.LastRespondedAtMilliseconds.ShouldBe(Requests.Now.AddMinutes(-5).ToUnixTimeMilliseconds());
        (await SumAsync(StoredKey.TenantId, new MinuteSpan(now.Plus(-30), now.Plus(-20), IsRunning: false))).ShouldBe(Tally.Of(9));
    }

    [SkippableFact]
    public async Task Downsampling_MergesFirst()
    {
        var line = Minute.Of(Requests.Now.AddHours(-1)).FloorToQuarter();
        var writer = await StartAsync(downsampledUntil: line.Plus(-1_440));
        for (var index = 0; index < 6; index++)
            await writer.CommitAsync(Requests.Post($"r-{index}", 9, line.Plus(index - 3).Start));

        await writer.DownsampleAsync(line);
        await writer.CommitAsync(Requests.Post("late", 9, line.Plus(-2).Start));

        await ShouldBeSoundAsync(responses: 7);
        (await Store.LoadAsync(Acme.Id, StoredKey.TenantId, CancellationToken.None)).Buckets
            .Where(row => row.Bucket < line).ShouldAllBe(row => row.Resolution == Minute.Quarter);
    }

    [SkippableFact]
    public async Task Insert_OfARowThatIsThere_IsRefusedWholeAndSaysSo()
    {
        var writer = await StartAsync();
        await writer.CommitAsync(Requests.Post("a", 9));
        ResponseRequest[] requests = [Requests.Post("new", 0), Requests.Post("a", 0)];
        foreach (var request in requests)
            request.Prepare(Acme);
        var keyIds = await writer.Keys.ResolveAsync(requests, CancellationToken.None);
        var decision = Scoring.Partitions.GroupDecision.Of(requests, keyIds, new Dictionary<IdHash, StoredResponse>());
        var write = decision.Write(writer.Address, writer.State.Activation, writer.State.Head, writer.State.DownsampledUntil, writer.Keys.OriginalsOf);

        await Should.ThrowAsync<RowExistsException>(() => Store.CommitAsync([write], CancellationToken.None));

        await ShouldBeSoundAsync(responses: 1);
        await writer.CommitAsync(Requests.Post("new", 0), Requests.Post("a", 0));
        await ShouldBeSoundAsync(responses: 2);
    }

    private async Task ShouldReadAsync(Tally expected)
    {
        (await SumAsync(StoredKey.TenantId)).ShouldBe(expected);
        var load = await Store.LoadAsync(Acme.Id, StoredKey.TenantId, CancellationToken.None);
        var loaded = default(Tally);
        foreach (var row in load.Buckets)
            loaded.Add(row.Tally);
        loaded.ShouldBe(expected);
        load.Buckets.ShouldBeUnique();
        await ShouldBeSoundAsync(expected.Total);
    }
}
