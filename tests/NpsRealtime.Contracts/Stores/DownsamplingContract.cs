using NpsRealtime.Scoring.Store;
using NpsRealtime.Scoring.Windows;

namespace NpsRealtime.Contracts.Stores;

/// <summary>The downsampling: minutes become quarter-hours, and nothing else changes.</summary>
public abstract class DownsamplingContract<TDatabase> : StoreContract<TDatabase>
    where TDatabase : IStoreDatabase, new()
{
    private static readonly Minute Line = Minute.Of(Requests.Now.AddHours(-1)).FloorToQuarter();

    [SkippableFact]
    public async Task Downsampling_OldMinutes_BecomeQuarterHoursAndNoSumChanges()
    {
        var writer = await WriteTwoHoursAsync();
        var before = await SumAsync(StoredKey.TenantId);
        var firstHour = new MinuteSpan(Line.Plus(-30), Line, IsRunning: false);
        var beforeOfHour = await SumAsync(StoredKey.TenantId, firstHour);

        await writer.DownsampleAsync(Line);

        (await SumAsync(StoredKey.TenantId)).ShouldBe(before);
        (await SumAsync(StoredKey.TenantId, firstHour)).ShouldBe(beforeOfHour);
        var load = await Store.LoadAsync(Acme.Id, StoredKey.TenantId, CancellationToken.None);
        load.Buckets.ShouldAllBe(row => row.Resolution == (row.Bucket < Line ? Minute.Quarter : 1));
        load.Buckets.Where(row => row.Resolution == Minute.Quarter).ShouldAllBe(row => row.Bucket == row.Bucket.FloorToQuarter());
        load.Buckets.ShouldContain(row => row.Resolution == 1);
        load.Partitions[0].ShouldBe(writer.State);
        await ShouldBeSoundAsync(responses: 120);
    }

    [SkippableFact]
    public async Task Downsampling_MovesTheHeadAndTrimsTheCommitsBeforeIt()
    {
        var writer = await WriteTwoHoursAsync();
        var head = writer.State.Head;

        await writer.DownsampleAsync(Line);

        (await Store.LookAsync(writer.Address, wait: true, CancellationToken.None)).ShouldBe(
            new PartitionState(writer.State.Activation, head + 1, Line));
        (await Database.CommitRowsAsync(Acme)).ShouldBe(1);
        await writer.CommitAsync(Requests.Post("next", 9));
        (await Database.CommitRowsAsync(Acme)).ShouldBe(2);
    }

    [SkippableFact]
    public async Task Downsampling_AgainAndFurther_AddsToTheQuarterHoursThatAreThere()
    {
        var writer = await WriteTwoHoursAsync();

        await writer.DownsampleAsync(Line.Plus(-30));
        await writer.CommitAsync(Requests.Post("late", 0, Line.Plus(-40).Start));
        await writer.DownsampleAsync(Line);
        await writer.DownsampleAsync(Line);

        await ShouldBeSoundAsync(responses: 121);
        (await Store.LoadAsync(Acme.Id, StoredKey.TenantId, CancellationToken.None)).Buckets
            .GroupBy(row => row.Bucket).ShouldAllBe(bucket => bucket.Count() == 1);
    }

    [SkippableFact]
    public async Task Downsampling_ThenCorrectAndErase_RetractsFromTheQuarterHour()
    {
        var writer = await WriteTwoHoursAsync();
        await writer.DownsampleAsync(Line);

        await writer.CommitAsync(Requests.Put("m-0", 10, isStamped: true), Requests.Delete("m-1"), Requests.Put("m-2", 10, Line.Plus(3).Start));

        await ShouldBeSoundAsync(responses: 119);
    }

    [SkippableFact]
    public async Task Downsampling_CommitThatDoesNotKnowOfIt_IsFenced()
    {
        var writer = await WriteTwoHoursAsync();
        var write = await writer.WriteOfAsync(Requests.Delete("m-0"));

        await writer.DownsampleAsync(Line);

        await Should.ThrowAsync<FencedException>(() => Store.CommitAsync([write], CancellationToken.None));
        await ShouldBeSoundAsync(responses: 120);
    }

    [SkippableFact]
    public async Task Downsampling_LeavesOtherPartitionsAlone()
    {
        var writer = await WriteTwoHoursAsync();
        var other = await StartAsync(1, Line.Plus(-1_440));
        await other.CommitAsync(Requests.Post("other", 9, Line.Plus(-20).Start));

        await writer.DownsampleAsync(Line);

        var load = await Store.LoadAsync(Acme.Id, StoredKey.TenantId, CancellationToken.None);
        load.Partitions[1].ShouldBe(other.State);
        load.Buckets.Where(row => row.Bucket < Line && row.Resolution == 1).ShouldHaveSingleItem().Bucket.ShouldBe(Line.Plus(-20));
        await ShouldBeSoundAsync(responses: 121);
    }

    [SkippableTheory]
    [InlineData(true, 0)]
    [InlineData(false, -1)]
    [InlineData(false, 1)]
    public async Task Downsampling_OfAnotherActivationOrHead_IsFencedAndChangesNothing(bool anotherActivation, int headDifference)
    {
        var writer = await WriteTwoHoursAsync();
        var before = await Store.LoadAsync(Acme.Id, StoredKey.TenantId, CancellationToken.None);
        var downsampling = new Downsampling(
            writer.Address,
            anotherActivation ? Guid.NewGuid() : writer.State.Activation,
            writer.State.Head + headDifference,
            Line);

        (await Should.ThrowAsync<FencedException>(() => Store.DownsampleAsync(downsampling, CancellationToken.None))).Partition.ShouldBe(writer.Address);

        var after = await Store.LoadAsync(Acme.Id, StoredKey.TenantId, CancellationToken.None);
        after.Buckets.ShouldBe(before.Buckets, ignoreOrder: true);
        after.Partitions[0].ShouldBe(writer.State);
    }

    /// <summary>A response a minute for the two hours around the line, kept by the minute.</summary>
    private async Task<PartitionWriter> WriteTwoHoursAsync()
    {
        var writer = await StartAsync(downsampledUntil: Line.Plus(-1_440));
        for (var group = 0; group < 4; group++)
        {
            await writer.CommitAsync([.. Enumerable.Range(group * 30, 30).Select(index =>
                Requests.Post($"m-{index}", index % 11, Line.Plus(index - 60).Start.AddSeconds(index % 60)))]);
        }

        return writer;
    }
}
