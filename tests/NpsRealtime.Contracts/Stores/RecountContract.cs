using NpsRealtime.Scoring.Windows;

namespace NpsRealtime.Contracts.Stores;

/// <summary>The recount: clean when all is well, and it finds whatever is not.</summary>
public abstract class RecountContract<TDatabase> : StoreContract<TDatabase>
    where TDatabase : IStoreDatabase, new()
{
    public static TheoryData<Damage> Damages => new(Enum.GetValues<Damage>());

    [SkippableFact]
    public async Task Recount_WithoutResponses_IsClean()
    {
        var report = await Store.RecountAsync(Acme, CancellationToken.None);

        report.IsClean.ShouldBeTrue();
        (report.Tenant, report.Responses, report.Tallied, report.Buckets).ShouldBe(("acme", 0, 0, 0));
    }

    [SkippableFact]
    public async Task Recount_AfterAllKindsOfRequests_IsClean()
    {
        var other = await PutAsync("other");
        await WriteAsync();
        var elsewhere = await PartitionWriter.StartAsync(Store, other);
        await elsewhere.CommitAsync(Requests.Post("a", 3));

        await ShouldBeSoundAsync(responses: 44);
        await ShouldBeSoundAsync(responses: 1, other);
    }

    [SkippableTheory]
    [MemberData(nameof(Damages))]
    public async Task Recount_Damaged_FindsIt(Damage damage)
    {
        var other = await PutAsync("other");
        await (await PartitionWriter.StartAsync(Store, other)).CommitAsync(Requests.Post("a", 3));
        await WriteAsync();

        await Database.DamageAsync(Acme, damage);

        var report = await Store.RecountAsync(Acme, CancellationToken.None);
        report.IsClean.ShouldBeFalse();
        report.Differences.ShouldNotBeEmpty();
        report.Differences.ShouldAllBe(difference => !difference.Tallied.SequenceEqual(difference.Recounted));
        report.DifferencesTotal.ShouldBe(report.Differences.Count);
        await ShouldBeSoundAsync(responses: 1, other);
    }

    [SkippableFact]
    public async Task Recount_OneCountTooHigh_SaysWhichAndByHowMuch()
    {
        var writer = await StartAsync(2);
        await writer.CommitAsync(Requests.Post("a", 3));

        await Database.DamageAsync(Acme, Damage.CountTooHigh);

        var report = await Store.RecountAsync(Acme, CancellationToken.None);
        var difference = report.Differences.Single(difference => difference.Key == "tenant");
        (difference.Partition, difference.Resolution, difference.Bucket).ShouldBe((2, 1, Minute.Of(Requests.Now).Start));
        difference.Tallied.ShouldBe([0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1]);
        difference.Recounted.ShouldBe([0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0]);
        (report.Responses, report.Tallied).ShouldBe((1, 2));
    }

    private async Task WriteAsync()
    {
        var (first, second) = (await StartAsync(0), await StartAsync(1));
        await first.CommitAsync([.. Enumerable.Range(0, 30).Select(index => Requests.Post(
            $"a-{index}", index % 11, Requests.Now.AddHours(-index), segments: [("agent", $"a{index % 3}")]))]);
        await second.CommitAsync([.. Enumerable.Range(0, 15).Select(index => Requests.Post(
            $"b-{index}", index % 11, Requests.Now.AddDays(-index), channel: "phone"))]);
        await first.CommitAsync(Requests.Put("a-3", 10, channel: "app"), Requests.Delete("a-4"), Requests.Delete("a-99"));
        await first.DownsampleAsync(Minute.Of(Requests.Now.AddHours(-3)).FloorToQuarter());
    }
}
