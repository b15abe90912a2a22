using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using NpsRealtime.Testing;
using NpsRealtime.Web.Tests.Support;

namespace NpsRealtime.Web.Tests.Streams;

/// <summary>What viewers are told beside scores: which of these nobody has confirmed of late, and how many they do not get.</summary>
public class HeartbeatTests
{
    [SkippableFact]
    public async Task Hub_ScoreThatNothingAnswersFor_IsToldAsUnconfirmedUntilItAnswers()
    {
        await using var app = await StartFaultyAsync();
        await using var viewer = await NodeViewer.ConnectAsync(app.Address);
        await viewer.SubscribeAsync("acme", ("tenant", "24h"), ("channel/web", "24h"));
        var engine = app.Services.GetRequiredService<FaultyEngine>();

        engine.Frozen = "channel/web";

        var unconfirmed = (await viewer.WaitAsync("heartbeat")).GetProperty("heartbeat").GetProperty("unconfirmed");
        unconfirmed.EnumerateArray().Select(score => score.Text("tenant") + " " + score.Text("key") + "@" + score.Text("window")).ShouldBe(["acme channel/web@24h"]);
        unconfirmed[0].GetProperty("confirmedAt").GetDateTimeOffset().ShouldBe(TimeProvider.System.GetUtcNow() - FaultyEngine.FrozenFor, TimeSpan.FromSeconds(20));

        // Whoever comes now is told so too.
        await using var late = await NodeViewer.ConnectAsync(app.Address);
        await late.SubscribeAsync("acme", ("channel/web", "24h"));
        (await late.WaitAsync("heartbeat")).GetProperty("heartbeat").GetProperty("unconfirmed").GetArrayLength().ShouldBe(1);

        engine.Frozen = null;
        (await viewer.WaitAsync("heartbeat")).GetProperty("heartbeat").GetProperty("unconfirmed").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task Stream_ScoreThatNothingAnswersFor_IsToldBeforeTheNextHeartbeatIsDue()
    {
        await using var app = await StartFaultyAsync("--Web:HeartbeatSeconds", "300");
        using var stream = await SseReader.OpenAsync(app.Http, "/v1/tenants/acme/stream?score=tenant@24h&score=channel/*@24h");
        await stream.ScoreAsync(score => score.Text("key") == "channel/web");

        app.Services.GetRequiredService<FaultyEngine>().Frozen = "tenant";

        var heartbeat = await HeartbeatAsync(stream);
        heartbeat.GetProperty("unconfirmed").EnumerateArray().Select(score => score.Text("key")).ShouldBe(["tenant"]);
        heartbeat.GetProperty("leftOut").GetArrayLength().ShouldBe(0);
    }

    [SkippableTheory]
    [InlineData("hub")]
    [InlineData("sse")]
    public async Task Wildcards_OfMoreThanMayBeWatched_LeaveOutWhatNeedsAttentionLeastAndSaySo(string transport)
    {
        await using var app = await NpsApp.StartAsync("--Scoring:ChannelsMax", "3", "--Scoring:TouchpointsMax", "3", "--Web:ScoresPerViewerMax", "9");
        await app.PutTenantAsync("acme");

        // By the alphabet, the best comes first and the worst last.
        foreach (var (touchpoint, score) in (IEnumerable<(string, int)>)[("a-best", 10), ("m-middle", 8), ("z-worst", 0), ("one-more", 8)])
        {
            var lines = Enumerable.Range(0, 40).Select(index => JsonSerializer.Serialize(new { id = $"{touchpoint}-{index}", score, channel = "web", touchpoint }));
            using var answer = await app.PostLinesAsync("acme", string.Join('\n', lines));
            answer.EnsureSuccessStatusCode();
        }

        string[] windows = ["24h", "7d", "30d"];
        var (keys, heartbeat) = transport == "hub" ? await HubAsync(app, windows) : await StreamAsync(app, windows);

        keys.Length.ShouldBe(9);
        keys.Count(key => key == "touchpoint/~other").ShouldBe(3, "What is beyond the limit of names is a quarter of all responses.");
        keys.Count(key => key == "touchpoint/z-worst").ShouldBe(3);
        keys.ShouldNotContain("touchpoint/a-best");
        var leftOut = heartbeat.GetProperty("leftOut").EnumerateArray().ToList();
        leftOut.Sum(left => left.Count("count")).ShouldBe(4);
        leftOut.ShouldAllBe(left => left.Text("option") == "Web:ScoresPerViewerMax" && left.Count("max") == 9);
        leftOut.Where(left => left.Text("key") == "touchpoint/*").Select(left => left.Text("window")).ShouldBe(windows, ignoreOrder: true);
    }

    [Fact]
    public async Task ScoreKeys_BeyondALimit_TellHowManyAreNamedAndWhatStandsUnderOther()
    {
        await using var app = await NpsApp.StartAsync("--Scoring:TouchpointsMax", "2");
        await app.PutTenantAsync("acme");
        foreach (var touchpoint in (string[])["one", "two"])
            await app.AcceptAsync("acme", 9, touchpoint: touchpoint);
        (await app.GetAsync("/v1/tenants/acme/score-keys?visible=false")).GetProperty("overflows").GetArrayLength().ShouldBe(0);

        foreach (var touchpoint in (string[])["three", "four", "three"])
            await app.AcceptAsync("acme", 9, touchpoint: touchpoint);

        var overflows = (await app.GetAsync("/v1/tenants/acme/score-keys?visible=false")).GetProperty("overflows");
        var overflow = overflows.EnumerateArray().ShouldHaveSingleItem();
        (overflow.Text("key"), overflow.Text("kind"), overflow.Text("option")).ShouldBe(("touchpoint/~other", "touchpoint", "Scoring:TouchpointsMax"));
        (overflow.Count("named"), overflow.Count("responses")).ShouldBe((2, 3));
    }

    private static async Task<NpsApp> StartFaultyAsync(params string[] args)
    {
        var app = await NpsApp.StartAsync(FaultyEngine.Register, args);
        await app.PutTenantAsync("acme");
        await app.AcceptAsync("acme", 9);
        return app;
    }

    private static async Task<(string[] Keys, JsonElement Heartbeat)> HubAsync(NpsApp app, string[] windows)
    {
        await using var viewer = await NodeViewer.ConnectAsync(app.Address);
        var snapshots = await viewer.SubscribeAsync("acme", [("channel/*", "24h"), .. windows.Select(window => ("touchpoint/*", window))]);
        return ([.. snapshots.Select(score => score.Text("key"))], (await viewer.WaitAsync("heartbeat")).GetProperty("heartbeat"));
    }

    private static async Task<(string[] Keys, JsonElement Heartbeat)> StreamAsync(NpsApp app, string[] windows)
    {
        var scores = string.Join('&', windows.Select(window => $"score=touchpoint/*@{window}"));
        using var stream = await SseReader.OpenAsync(app.Http, $"/v1/tenants/acme/stream?score=channel/*@24h&{scores}");
        var keys = new Dictionary<string, string>(StringComparer.Ordinal);
        JsonElement? heartbeat = null;
        while ((keys.Count < 9 || heartbeat is null) && await stream.NextAsync() is { } read)
        {
            if (read.Name == "heartbeat")
                heartbeat = read.Data;
            else
                keys[$"{read.Data.Text("key")}@{read.Data.GetProperty("window").Text("name")}"] = read.Data.Text("key");
        }

        return ([.. keys.Values], heartbeat!.Value);
    }

    private static async Task<JsonElement> HeartbeatAsync(SseReader stream)
    {
        while (await stream.NextAsync() is { } read)
        {
            if (read.Name == "heartbeat")
                return read.Data;
        }

        throw new EndOfStreamException("The stream ended.");
    }
}
