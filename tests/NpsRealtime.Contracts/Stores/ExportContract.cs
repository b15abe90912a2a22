using NpsRealtime.Scoring;
using NpsRealtime.Scoring.Engine;
using NpsRealtime.Scoring.Partitions;

namespace NpsRealtime.Contracts.Stores;

/// <summary>The export: everything that there is at its beginning, once, in order, as it was sent, at whatever pace it is received.</summary>
public abstract class ExportContract<TDatabase> : StoreContract<TDatabase>
    where TDatabase : IStoreDatabase, new()
{
    public static TheoryData<string> Texts => new(
        "plain",
        "  spaces kept  ",
        "line\nbreak\ttab\r\n",
        "\"quotes\" 'single' \\ back; drop table responses; --",
        "Größe, naïve, Ελληνικά, Русский",
        "हिन्दी में टिप्पणी, ภาษาไทย, تعليق بالعربية, עברית",
        "日本語の感想。中文评论，한국어",
        "👩‍👩‍👧‍👦 𝒳 🏳️‍🌈 e\u0301",
        "\u200F\u202Ebidi\u202C\uFEFF\uFFFE\u0001\u007F",
        new string('ж', 4_000),
        string.Concat(Enumerable.Repeat("𝄞", 2_000)));

    [SkippableTheory]
    [MemberData(nameof(Texts))]
    public async Task Export_AnyText_ComesBackAsItWasSent(string text)
    {
        var writer = await StartAsync();
        await writer.CommitAsync(Requests.Post("a", 9, comment: text, customerId: text[..Math.Min(text.Length, 200)]));

        var row = (await ExportAsync()).ShouldHaveSingleItem();

        row.Comment.ShouldBe(text);
        row.CustomerId.ShouldBe(text[..Math.Min(text.Length, 200)]);
        (await Store.FindCustomerAsync(Acme.Id, row.CustomerId!, CancellationToken.None)).ShouldHaveSingleItem();
    }

    [SkippableFact]
    public async Task Export_EveryField_IsThere()
    {
        var writer = await StartAsync();
        var at = Requests.Now.AddMilliseconds(-1);
        var sent = Requests.Post("r-1", 7, at, "Web Chat", "Check Out", "fine", "c-1", [("Region", "EMEA North"), ("agent", "A17")]);
        await writer.CommitAsync(sent, Requests.Post("r-2", 0, isStamped: true));

        var rows = await ExportAsync();

        rows.Count.ShouldBe(2);
        var row = rows[0];
        row.IdHash.ShouldBe(sent.IdHash.ToArray());
        (row.IsErased, row.Id, row.Score, row.Channel, row.Touchpoint).ShouldBe((false, "r-1", 7, "Web Chat", "Check Out"));
        (row.RespondedAt, row.RespondedAtSent, row.Comment, row.CustomerId).ShouldBe((at, true, "fine", "c-1"));
        row.Segments.ShouldNotBeNull().OrderBy(segment => segment.Key, StringComparer.OrdinalIgnoreCase).Select(segment => segment.Value)
            .ShouldBe(["A17", "EMEA North"]);
        (rows[1].RespondedAtSent, rows[1].Comment, rows[1].CustomerId).ShouldBe((false, null, null));
        rows[1].Segments.ShouldNotBeNull().ShouldBeEmpty();
    }

    [SkippableFact]
    public async Task Export_OverSeveralPartitions_IsInTheOrderOfInsertion()
    {
        var (first, second) = (await StartAsync(0), await StartAsync(1));
        for (var index = 0; index < 10; index++)
            await (index % 3 == 0 ? first : second).CommitAsync(Requests.Post($"r-{index}", 9, Requests.Now.AddMinutes(-index)));
        await first.CommitAsync(Requests.Put("r-0", 1), Requests.Delete("r-3"));

        var rows = await ExportAsync();

        rows.Select(row => row.Id).ShouldBe(["r-0", "r-1", "r-2", null, "r-4", "r-5", "r-6", "r-7", "r-8", "r-9"]);
        rows[0].Score.ShouldBe(1);
        rows[3].IsErased.ShouldBeTrue();
    }

    [SkippableFact]
    public async Task Export_NamesBeyondTheLimits_ComeBackAsTheyWereSent()
    {
        var limits = new ScoringOptions { ChannelsMax = 1, SegmentNamesMax = 1, SegmentValuesMax = 1 };
        var writer = new PartitionWriter(Store, Acme, new TenantKeys(Acme, Store, limits));
        await writer.TakeOverAsync();

        await writer.CommitAsync(Requests.Post("a", 9, channel: "Web", segments: [("region", "EMEA")]));
        await writer.CommitAsync(Requests.Post("b", 9, channel: "Phone ☎"[..5], segments: [("region", "APAC"), ("team", "Blau"), ("shift", "Früh")]));

        var row = (await ExportAsync())[1];
        row.Channel.ShouldBe("Phone");
        row.Segments!.ToDictionary(segment => segment.Key, segment => segment.Value).ShouldBe(
            new Dictionary<string, string> { ["region"] = "APAC", ["team"] = "Blau", ["shift"] = "Früh" }, ignoreOrder: true);
        await ShouldBeSoundAsync(responses: 2);
    }

    [SkippableFact]
    public async Task Export_WhileCommitsRun_HoldsWhatWasThereOnceInItsOldOrNewForm()
    {
        const int Count = 3_000;
        var writer = await StartAsync();
        await writer.CommitAsync([.. Enumerable.Range(0, Count).Select(index => Requests.Post($"r-{index}", 9))]);
        var seen = new List<ExportedResponse>();

        await foreach (var row in Store.ExportAsync(Acme, CancellationToken.None))
        {
            // As much again for each that is received: it must end all the same. The correction's channel is new.
            if (seen.Count % 500 == 0)
                await writer.CommitAsync([.. Enumerable.Range(0, 1_000).Select(index => Requests.Post($"later-{seen.Count}-{index}", 1))]);
            if (seen.Count == 0)
                await writer.CommitAsync(Requests.Put("r-2998", 3, channel: "new"), Requests.Delete("r-2999"), Requests.Delete("r-0"));
            seen.Add(row);
        }

        seen.Count.ShouldBe(Count);
        seen.Take(Count - 2).Select(row => row.Id).ShouldBe(Enumerable.Range(0, Count - 2).Select(index => $"r-{index}"));
        var corrected = seen[^2];
        (corrected.Id, (corrected.Channel, corrected.Score) is ("web", 9) or ("new", 3)).ShouldBe(("r-2998", true));
        (seen[^1].IsErased || seen[^1].Id == "r-2999").ShouldBeTrue();
        var last = Requests.Delete("r-2999");
        last.Prepare(Acme);
        seen[^1].IdHash.ShouldBe(last.IdHash.ToArray());
    }

    [SkippableFact]
    public async Task Export_ReceiverLeaves_EndsAndHoldsNothing()
    {
        var writer = await StartAsync();
        await writer.CommitAsync([.. Enumerable.Range(0, 5_000).Select(index => Requests.Post($"r-{index}", 9))]);

        for (var receiver = 0; receiver < 20; receiver++)
        {
            await foreach (var _ in Store.ExportAsync(Acme, CancellationToken.None))
                break;
        }

        (await ExportAsync()).Count.ShouldBe(5_000);
    }

    [SkippableFact]
    public async Task Export_ManyReceiversStandStill_OthersReadAndWriteOn()
    {
        var writer = await StartAsync();
        await writer.CommitAsync([.. Enumerable.Range(0, 5_000).Select(index => Requests.Post($"r-{index}", 9))]);
        var receivers = new List<IAsyncEnumerator<ExportedResponse>>();
        for (var index = 0; index < 20; index++)
        {
            receivers.Add(Store.ExportAsync(Acme, CancellationToken.None).GetAsyncEnumerator(CancellationToken.None));
            (await receivers[^1].MoveNextAsync()).ShouldBeTrue();
        }

        // Nothing that counts ever waits for a receiver.
        await writer.CommitAsync(Requests.Post("next", 9)).WaitAsync(TimeSpan.FromSeconds(20));
        await Store.FindTenantAsync("acme", CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(20));
        (await SumAsync(0).WaitAsync(TimeSpan.FromSeconds(20))).Total.ShouldBe(5_001);

        foreach (var receiver in receivers)
            await receiver.DisposeAsync();
    }
}
