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

        var unconfirmed = (await viewer.HeartbeatAsync(Unconfirmed(1))).GetProperty("unconfirmed");
        unconfirmed.EnumerateArray().Select(score => score.Text("tenant") + " " + score.Text("key") + "@" + score.Text("window")).ShouldBe(["acme channel/web@24h"]);
        unconfirmed[0].GetProperty("confirmedAt").GetDateTimeOffset().ShouldBe(TimeProvider.System.GetUtcNow() - FaultyEngine.FrozenFor, TimeSpan.FromSeconds(20));

        // Whoever comes now is told so too.
        await using var late = await NodeViewer.ConnectAsync(app.Address);
        await late.SubscribeAsync("acme", ("channel/web", "24h"));
        await late.HeartbeatAsync(Unconfirmed(1));

        engine.Frozen = null;
        await viewer.HeartbeatAsync(Unconfirmed(0));
        await late.HeartbeatAsync(Unconfirmed(0));
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
        overflows.EnumerateArray().Select(one => $"{one.Text("key")} {one.Text("kind")} {one.Count("named")} {one.Count("responses")} {one.Text("option")}").ShouldBe(
        [
            "touchpoint/~other touchpoint 2 3 Scoring:TouchpointsMax",
        ]);
    }

    private static Func<JsonElement, bool> Unconfirmed(int count) => heartbeat => heartbeat.GetProperty("unconfirmed").GetArrayLength() == count;

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
        return ([.. snapshots.Select(score => score.Text("key"))], await viewer.HeartbeatAsync(heartbeat => heartbeat.GetProperty("leftOut").EnumerateArray().Sum(left => left.Count("count")) == 4));
    }

    private static async Task<(string[] Keys, JsonElement Heartbeat)> StreamAsync(NpsApp app, string[] windows)
    {
        var scores = string.Join('&', windows.Select(window => $"score=touchpoint/*@{window}"));
        using var stream = await SseReader.OpenAsync(app.Http, $"/v1/tenants/acme/stream?score=channel/*@24h&{scores}");
        var keys = new Dictionary<string, string>(StringComparer.Ordinal);
        JsonElement? heartbeat = null;
        while ((keys.Count < 9 || heartbeat?.GetProperty("leftOut").EnumerateArray().Sum(left => left.Count("count")) != 4) && await stream.NextAsync() is { } read)
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
