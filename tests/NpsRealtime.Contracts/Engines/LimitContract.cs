using NpsRealtime.Scoring.Responses;

namespace NpsRealtime.Contracts.Engines;

/// <summary>Beyond the limits of each kind of key nothing is lost: it counts under <c>~other</c>.</summary>
public abstract class LimitContract<TWorld> : EngineContract<TWorld>
    where TWorld : IEngineWorld, new()
{
    public override Task InitializeAsync()
    {
        // With one partition the order of arrival decides which names are within the limits.
        Options.PartitionsPerTenant = 1;
        (Options.ChannelsMax, Options.TouchpointsMax, Options.PairsMax) = (3, 4, 5);
        (Options.SegmentNamesMax, Options.SegmentValuesMax) = (2, 3);
        return base.InitializeAsync();
    }

    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Ingest_TooManyChannels_CountUnderOther(bool isOneBatch)
    {
        await SendAllAsync(isOneBatch, Enumerable.Range(0, 10).Select(index => Requests.Post($"r-{index}", 9, channel: $"c{index}")));

        var channels = await ListAsync("channel");

        channels.Select(score => (score.Key, score.Counts.Total)).ShouldBe(
            [("channel/c0", 1), ("channel/c1", 1), ("channel/c2", 1), ("channel/~other", 7)]);
        (await ReadAsync("channel/~other", "all")).Counts.Total.ShouldBe(7);
        (await ReadAsync("channel/~other", "all")).Label.ShouldBe("Other");
        (await ReadAsync("tenant", "all")).Counts.Total.ShouldBe(10);
    }

    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Ingest_TooManyTouchpointsAndPairs_CountUnderOther(bool isOneBatch)
    {
        await SendAllAsync(isOneBatch, Enumerable.Range(0, 24).Select(index =>
            Requests.Post($"r-{index}", 9, channel: $"c{index % 3}", touchpoint: $"t{index / 3}")));

        (await ListAsync("touchpoint")).Select(score => (score.Key, score.Counts.Total)).ShouldBe(
            [("touchpoint/t0", 3), ("touchpoint/t1", 3), ("touchpoint/t2", 3), ("touchpoint/t3", 3), ("touchpoint/~other", 12)]);
        var pairs = await ListAsync("pair");
        pairs.Sum(score => score.Counts.Total).ShouldBe(24);
        pairs.Count.ShouldBe(6);
        (await ListAsync("channel")).Sum(score => score.Counts.Total).ShouldBe(24);
    }

    [SkippableFact]
    public async Task Ingest_TooManySegments_CountUnderOtherOnce()
    {
        await AcceptAsync(Requests.Post("known", 9, segments: [("region", "r0"), ("team", "t0")]));
        await AcceptAsync(Requests.Post("names", 9, segments: [("n1", "a"), ("n2", "b"), ("region", "r0")]));
        for (var index = 1; index < 7; index++)
            await AcceptAsync(Requests.Post($"r-{index}", 9, segments: [("region", $"r{index}")]));

        (await ListAsync("segment")).Select(score => (score.Key, score.Counts.Total)).ShouldBe(
        [
            ("segment/region/r0", 2), ("segment/region/r1", 1), ("segment/region/r2", 1), ("segment/region/~other", 4),
            ("segment/team/t0", 1), ("segment/~other/~other", 1),
        ]);
        (await Engine.RecountAsync(Acme, CancellationToken.None)).IsClean.ShouldBeTrue();
    }

    [SkippableFact]
    public async Task Ingest_BeyondTheLimits_IsCorrectedErasedExportedAndKnownAgain()
    {
        await AcceptAsync([.. Enumerable.Range(0, 8).Select(index => Requests.Post(
            $"r-{index}", 9, channel: $"Channel {index}", segments: [("region", $"Region {index}")]))]);
        await RestartAsync();

        var outcomes = await SendAsync(
            Requests.Post("r-6", 9, channel: "channel 6", segments: [("region", "region 6")]),
            Requests.Post("r-7", 9, channel: "channel 6", segments: [("region", "region 7")]),
            Requests.Put("r-5", 2, channel: "Channel 0"),
            Requests.Delete("r-4"));

        outcomes.Select(outcome => outcome.Status).ShouldBe(
            [ResponseStatus.Duplicate, ResponseStatus.Conflict, ResponseStatus.Corrected, ResponseStatus.Erased]);
        (await ExportAsync()).Where(row => !row.IsErased).Select(row => row.Channel).Order().ShouldBe(
            ["Channel 0", "Channel 0", "Channel 1", "Channel 2", "Channel 3", "Channel 6", "Channel 7"]);
        (await ReadAsync("channel/~other", "all", PositionOf(outcomes))).Counts.Total.ShouldBe(3);
        (await Engine.RecountAsync(Acme, CancellationToken.None)).IsClean.ShouldBeTrue();
    }

    private async Task SendAllAsync(bool isOneBatch, IEnumerable<ResponseRequest> requests)
    {
        if (isOneBatch)
        {
            await AcceptAsync([.. requests]);
            return;
        }

        foreach (var request in requests)
            await AcceptAsync(request);
    }
}
