using NpsRealtime.Scoring.Arithmetic;
using NpsRealtime.Scoring.Engine;
using NpsRealtime.Scoring.Keys;
using NpsRealtime.Scoring.Responses;
using NpsRealtime.Scoring.Store;
using NpsRealtime.Scoring.Store.Listing;
using NpsRealtime.Scoring.Windows;

namespace NpsRealtime.Contracts.Stores;

/// <summary>Lists of responses: the one that arrived last first, whatever is asked of them, a page at a time.</summary>
public abstract class ListingContract<TDatabase> : StoreContract<TDatabase>
    where TDatabase : IStoreDatabase, new()
{
    private IResponseListing Listing => (IResponseListing)Store;

    [SkippableFact]
    public async Task List_Everything_IsByArrivalInPages()
    {
        var writer = await StartAsync();
        for (var index = 0; index < 7; index++)
            await writer.CommitAsync(Requests.Post($"r-{index}", index));
        await StartOtherAsync();

        var first = await ListAsync(new ResponseQuery(3));
        var second = await ListAsync(new ResponseQuery(3) { Before = first.Next });
        var third = await ListAsync(new ResponseQuery(3) { Before = second.Next });

        Ids(first).ShouldBe(["r-6", "r-5", "r-4"]);
        Ids(second).ShouldBe(["r-3", "r-2", "r-1"]);
        Ids(third).ShouldBe(["r-0"]);
        third.Next.ShouldBeNull();
        Ids(await ListAsync(new ResponseQuery(10) { After = first.Responses[2].Place })).ShouldBe(["r-6", "r-5"]);
    }

    [SkippableTheory]
    [InlineData(7)]
    [InlineData(999)]
    [InlineData(5_000)]
    public async Task List_ManyAtOnceBetweenSingleOnes_IsByArrivalWhateverThePages(int limit)
    {
        var writer = await StartAsync();
        var other = await StartOtherAsync();
        var expected = new List<string>();
        foreach (var (name, count) in ((string, int)[])[("a", 1), ("b", 2_345), ("c", 20), ("d", 300), ("e", 1), ("f", 31), ("g", 600)])
        {
            var requests = Enumerable.Range(0, count).Select(index => Requests.Post($"{name}{index}", index % 11)).ToArray();
            await writer.CommitAsync(requests);
            await other.CommitAsync([.. Enumerable.Range(0, count).Select(index => Requests.Post($"other-{name}{index}", 3))]);
            expected.AddRange(requests.Select(request => request.Id!));
        }

        await writer.CommitAsync(Requests.Delete("b1000"), Requests.Put("b1001", 4));
        var whole = expected.ToArray();
        expected.Remove("b1000");
        expected.Reverse();

        var (pages, before) = (new List<ListedResponse>(), (long?)null);
        do
        {
            var page = await ListAsync(new ResponseQuery(limit) { Before = before });
            page.Responses.Count.ShouldBeLessThanOrEqualTo(limit);
            pages.AddRange(page.Responses);
            before = page.Next;
        }
        while (before is not null);

        pages.Select(listed => listed.Response.Id).ShouldBe(expected);
        for (var at = limit; at < pages.Count; at += Math.Max(limit, pages.Count / 10))
            (await ListAsync(new ResponseQuery(5_000) { After = pages[at].Place })).Responses.Select(listed => listed.Response.Id).ShouldBe(expected.Take(at));
        (await ExportAsync()).Select(row => row.Id).ShouldBe(whole.Select(id => id == "b1000" ? null : id));
    }

    [SkippableFact]
    public async Task List_ByKeyCategoryAndTime_AreThoseThatFit()
    {
        var writer = await StartAsync();
        await writer.CommitAsync(
            Requests.Post("a", 2), Requests.Post("b", 9), Requests.Post("c", 3, channel: "phone"), Requests.Post("d", 8));
        await writer.CommitAsync(Requests.Delete("a"));

        Ids(await ListAsync(new ResponseQuery(10) { Category = Category.Detractor })).ShouldBe(["c"]);
        Ids(await ListAsync(new ResponseQuery(10) { Category = Category.Passive })).ShouldBe(["d"]);
        Ids(await ListAsync(new ResponseQuery(10) { Keys = [Requests.KeyOf("channel/phone")] })).ShouldBe(["c"]);
        Ids(await ListAsync(new ResponseQuery(10) { Keys = [Requests.KeyOf("tenant"), Requests.KeyOf("channel/phone")] })).ShouldBe(["c"]);
        Ids(await ListAsync(new ResponseQuery(10) { Keys = [Requests.KeyOf("channel/never")] })).ShouldBeEmpty();
        var at = (await ListAsync(new ResponseQuery(1))).Responses[0].Response.RespondedAt!.Value;
        Ids(await ListAsync(new ResponseQuery(10) { From = at })).ShouldBe(["d", "c", "b"]);
        Ids(await ListAsync(new ResponseQuery(10) { From = at.AddMilliseconds(1) })).ShouldBeEmpty();
        Ids(await ListAsync(new ResponseQuery(10) { To = at })).ShouldBeEmpty();
    }

    [SkippableFact]
    public async Task CountAcross_ChannelByTouchpoint_IsWhatTheRowsSay()
    {
        var writer = await StartAsync();
        await writer.CommitAsync(
            Requests.Post("a", 2), Requests.Post("b", 9), Requests.Post("c", 3, channel: "phone"), Requests.Post("d", 8, channel: "phone"));
        var responded = Minute.Of((await ListAsync(new ResponseQuery(1))).Responses[0].Response.RespondedAt!.Value);
        ScoreFilter.TryParse("channel", out var channels).ShouldBeTrue();

        var counted = await Listing.CountAcrossAsync(
            Acme,
            ScoreKey.Tenant,
            channels!,
            [new MinuteSpan(responded, responded.Plus(1), false), new MinuteSpan(responded.Plus(-60), responded, false)],
            CancellationToken.None);

        counted.Select(part => (part.Part!.Text, part.Tallies[0].Total, part.Tallies[1].Total))
            .ShouldBe([("channel/web", 2, 0), ("channel/phone", 2, 0)], ignoreOrder: true);
        counted.Single(part => part.Part!.Text == "channel/phone").Tallies[0][3].ShouldBe(1);
    }

    private static string[] Ids(ResponsePage page) => [.. page.Responses.Select(listed => listed.Response.Id!)];

    private Task<ResponsePage> ListAsync(ResponseQuery query) => Listing.ListResponsesAsync(Acme, query, CancellationToken.None);

    /// <summary>Another tenant's responses between them must not show.</summary>
    private async Task<PartitionWriter> StartOtherAsync()
    {
        var other = await PutAsync("other");
        var writer = await PartitionWriter.StartAsync(Store, other);
        await writer.CommitAsync(Requests.Post("foreign", 1));
        return writer;
    }
}
