using NpsRealtime.Scoring.Responses;
using NpsRealtime.Scoring.Store;
using NpsRealtime.Scoring.Windows;

namespace NpsRealtime.Contracts.Stores;

/// <summary>What readers get: loads, cold sums, customers and exports.</summary>
public abstract class ReadContract<TDatabase> : StoreContract<TDatabase>
    where TDatabase : IStoreDatabase, new()
{
    private static readonly Minute Noon = Minute.Of(Requests.Now.AddHours(-10)).FloorToQuarter();

    [SkippableFact]
    public async Task ReadResponses_SeveralGroups_AnswersInTheirOrder()
    {
        var (first, second) = (await StartAsync(0), await StartAsync(1));
        var (a, b) = (Requests.Post("a", 1), Requests.Post("b", 2));
        await first.CommitAsync(a);
        await second.CommitAsync(b);
        var unknown = IdHash.Of(Acme, "unknown");

        var reads = await Store.ReadResponsesAsync(
            [new GroupRead(second.Address, [b.IdHash, unknown]), new GroupRead(first.Address, [a.IdHash]), new GroupRead(first.Address, [])],
            CancellationToken.None);

        reads.Select(read => read.Count).ShouldBe([1, 1, 0]);
        reads[0][b.IdHash].Score.ShouldBe(2);
        reads[1][a.IdHash].Score.ShouldBe(1);
    }

    [SkippableFact]
    public async Task Load_OfATenantWithoutAny_IsEmpty()
    {
        var load = await Store.LoadAsync(Acme.Id, StoredKey.TenantId, CancellationToken.None);

        load.Partitions.ShouldBeEmpty();
        load.Buckets.ShouldBeEmpty();
    }

    [SkippableFact]
    public async Task Load_SeveralPartitions_KnowsEachAndSumsToAll()
    {
        var (first, second) = (await StartAsync(0), await StartAsync(2));
        await first.CommitAsync(Requests.Post("a", 1));
        await second.CommitAsync(Requests.Post("b", 2));
        await second.CommitAsync(Requests.Post("c", 2, channel: "phone"));

        var load = await Store.LoadAsync(Acme.Id, StoredKey.TenantId, CancellationToken.None);

        load.Partitions.ShouldBe(
            new Dictionary<int, PartitionState> { [0] = first.State, [2] = second.State }, ignoreOrder: true);
        load.Buckets.Sum(row => row.Tally.Total).ShouldBe(3);
        load.Buckets.ShouldAllBe(row => row.KeyId == StoredKey.TenantId);
    }

    [SkippableFact]
    public async Task Load_WhileCommitsRun_AlwaysFitsItsHead()
    {
        var writer = await StartAsync();
        var loading = Task.Run(LoadManyAsync);
        for (var index = 0; index < 60; index++)
            await writer.CommitAsync([.. Enumerable.Range(0, 5).Select(part => Requests.Post($"{index}-{part}", part))]);

        await loading;

        async Task LoadManyAsync()
        {
            for (var head = 0L; head < 60;)
            {
                var load = await Store.LoadAsync(Acme.Id, StoredKey.TenantId, CancellationToken.None);
                head = load.Partitions[0].Head;
                load.Buckets.Sum(row => row.Tally.Total).ShouldBe(5 * head);
            }
        }
    }

    [SkippableTheory]
    [InlineData(0, 60, false, null, 60)]
    [InlineData(10, 20, false, null, 10)]
    [InlineData(null, 20, false, null, 20)]
    [InlineData(10, 20, true, null, 15)] // What ends now reaches five minutes ahead of the clock,
    [InlineData(10, 20, true, 40, 15)]
    [InlineData(10, 20, true, 22, 12)]
    [InlineData(null, 20, true, null, 60)] // but for everything.
    [InlineData(null, 20, true, 40, 40)]
    [InlineData(60, 90, true, null, 0)]
    [InlineData(20, 20, false, null, 0)]
    public async Task Sum_Spans_CountWhatLiesInThem(int? from, int to, bool isRunning, int? bound, int expected)
    {
        var writer = await StartAsync();
        await writer.CommitAsync([.. Enumerable.Range(0, 60).Select(index => Requests.Post($"m-{index}", 9, Noon.Plus(index).Start))]);

        var sum = await SumAsync(StoredKey.TenantId, new MinuteSpan(
            from is { } first ? Noon.Plus(first) : null, Noon.Plus(to), isRunning, bound is { } last ? Noon.Plus(last) : null));

        sum.Total.ShouldBe(expected);
    }

    [SkippableFact]
    public async Task Sum_ManyKeys_TellsEachWithItsLastResponse()
    {
        var writer = await StartAsync();
        var last = Noon.Plus(44).Start.AddSeconds(12.5);
        await writer.CommitAsync(Requests.Post("a", 9, last), Requests.Post("b", 1, Noon.Start), Requests.Post("c", 5, Noon.Start, channel: "phone"));
        var keys = (await Store.ReadKeysAsync(Acme.Id, 0, CancellationToken.None)).ToDictionary(key => key.Key.Text, key => key.Id);

        var scores = await Store.SumAsync(
            Acme.Id, [.. keys.Values, StoredKey.TenantId], new MinuteSpan(Noon, Noon.Plus(15), IsRunning: false), CancellationToken.None);

        var web = scores.Single(score => score.KeyId == keys["channel/web"]);
        web.Tally.Total.ShouldBe(1);
        web.LastBucket.ShouldBe(Noon.Plus(44));
        web.LastRespondedAtMilliseconds.ShouldBe(last.ToUnixTimeMilliseconds());
        web.LastAcceptedAtMilliseconds.ShouldBe(Requests.Now.AddSeconds(1).ToUnixTimeMilliseconds());
        var phone = scores.Single(score => score.KeyId == keys["channel/phone"]);
        (phone.Tally.Total, phone.LastBucket).ShouldBe((1, Noon));
        scores.Single(score => score.KeyId == StoredKey.TenantId).Tally.Total.ShouldBe(2);
    }

    [SkippableFact]
    public async Task Sum_AfterTheLastBucketWasEmptied_TellsTheOneBeforeIt()
    {
        var writer = await StartAsync();
        await writer.CommitAsync(Requests.Post("a", 9, Noon.Plus(40).Start), Requests.Post("b", 1, Noon.Start));

        await writer.CommitAsync(Requests.Delete("a"));

        var score = (await Store.SumAsync(
            Acme.Id, [StoredKey.TenantId], new MinuteSpan(null, Minute.Last, IsRunning: true), CancellationToken.None)).ShouldHaveSingleItem();
        (score.LastBucket, score.LastRespondedAtMilliseconds).ShouldBe((Noon, Noon.Start.ToUnixTimeMilliseconds()));
    }

    [SkippableFact]
    public async Task FindCustomer_Several_FindsThoseThatAreNotErased()
    {
        var (first, second) = (await StartAsync(0), await StartAsync(1));
        var (a, b) = (Requests.Post("a", 1, customerId: "Ünï c"), Requests.Post("b", 2, customerId: "Ünï c"));
        await first.CommitAsync(a, Requests.Post("c", 3, customerId: "ünï c"), Requests.Post("d", 3), Requests.Post("e", 4, customerId: "Ünï c"));
        await second.CommitAsync(b);
        await first.CommitAsync(Requests.Delete("e"));

        (await Store.FindCustomerAsync(Acme.Id, "Ünï c", CancellationToken.None)).Order().ShouldBe(new[] { a.IdHash, b.IdHash }.Order());
        (await Store.FindCustomerAsync(Acme.Id, "nobody", CancellationToken.None)).ShouldBeEmpty();
    }

    [SkippableFact]
    public async Task Commit_TwentyThousandRows_AreAllThere()
    {
        var writer = await StartAsync();
        var requests = Enumerable.Range(0, 20_000)
            .Select(index => Requests.Post($"r-{index}", index % 11, Requests.Now.AddSeconds(-index), segments: [("agent", $"a{index % 300}")]))
            .ToArray();

        await writer.CommitAsync(requests);

        await ShouldBeSoundAsync(responses: 20_000);
        (await writer.DecideAsync(requests)).Decision.Statuses.ShouldAllBe(status => status == ResponseStatus.Duplicate);
    }
}
