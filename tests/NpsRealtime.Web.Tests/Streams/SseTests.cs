using System.Net;
using Microsoft.Extensions.DependencyInjection;
using NpsRealtime.Testing;
using NpsRealtime.Web.Streams;
using NpsRealtime.Web.Tests.Support;

namespace NpsRealtime.Web.Tests.Streams;

public class SseTests
{
    [Fact]
    public async Task Stream_CurrentThenChangeThenHeartbeat()
    {
        await using var app = await NpsApp.StartAsync("--Web:HeartbeatSeconds", "1");
        await app.PutTenantAsync("acme");
        await app.AcceptAsync("acme", 9);
        using var stream = await SseReader.OpenAsync(app.Http, "/v1/tenants/acme/stream?score=tenant@1h&score=channel/web");
        stream.Answer.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        stream.Answer.Headers.CacheControl!.NoStore.ShouldBeTrue();
        var (name, id, first) = (await stream.NextAsync())!.Value;
        (name, id).ShouldBe(("score", "1"));
        first.GetProperty("counts").Count("total").ShouldBe(1);
        await app.AcceptAsync("acme", 2);
        await stream.ScoreAsync(score => score.Text("key") == "channel/web" && score.GetProperty("counts").Count("total") == 2);
        while ((await stream.NextAsync())!.Value is var next)
        {
            if (next.Name != "heartbeat")
                continue;
            next.Data.Text("serverTime").ShouldEndWith("Z");
            break;
        }
    }

    [Fact]
    public async Task Stream_LabelSetMeanwhile_IsShownThoughNobodyAnswers()
    {
        await using var app = await NpsApp.StartAsync();
        await app.PutTenantAsync("acme");
        await app.AcceptAsync("acme", 9, "web");
        using var stream = await SseReader.OpenAsync(app.Http, "/v1/tenants/acme/stream?score=channel/web@all");
        await stream.ScoreAsync(score => score.Text("label") == "web");

        using var set = await app.Http.PatchAsync("/v1/tenants/acme/score-keys/channel/web", Json("""{"label":"Website"}"""));
        set.StatusCode.ShouldBe(HttpStatusCode.OK);

        var named = await stream.ScoreAsync(score => score.Text("label") == "Website");
        named.GetProperty("counts").Count("total").ShouldBe(1);
        await app.AcceptAsync("acme", 0, "web");
        (await stream.ScoreAsync(score => score.GetProperty("counts").Count("total") == 2)).Text("label").ShouldBe("Website");
        (await app.Http.GetStringAsync("/v1/tenants/acme/scores/channel/web")).ShouldContain("\"label\":\"Website\"");
        (await app.Http.GetStringAsync("/v1/tenants/acme/scores?kind=channel")).ShouldContain("\"label\":\"Website\"");
        (await app.Http.GetStringAsync("/v1/tenants/acme/compare/channel/web")).ShouldNotContain("\"label\":\"web\"");

        using var unset = await app.Http.PatchAsync("/v1/tenants/acme/score-keys/channel/web", Json("""{"label":null}"""));
        await stream.ScoreAsync(score => score.Text("label") == "web");
    }

    [Theory]
    [InlineData("tenant@campaign/spring")]
    [InlineData("channel/*@shift")]
    public async Task Stream_WindowThatTheTenantHasNot_IsRefusedUntilItHas(string score)
    {
        await using var app = await NpsApp.StartAsync();
        await app.PutTenantAsync("acme");
        var path = $"/v1/tenants/acme/stream?score={score}";
        using (var refused = await app.Http.GetAsync(path))
            await refused.ShouldBeProblemAsync(400, "invalid-window");

        using (await app.Http.PutAsync("/v1/tenants/acme/campaigns/spring", Json("""{"name":"Spring","start":"2026-01-01T00:00:00Z"}""")))
        using (await app.Http.PutAsync("/v1/tenants/acme/settings", Json("""{"shifts":[{"name":"Day","from":"00:00","to":"12:00"}]}""")))
        {
        }

        using var taken = await app.Http.GetAsync(path, HttpCompletionOption.ResponseHeadersRead);
        taken.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Stream_Wildcards_DeliverKeysBornLater()
    {
        await using var app = await NpsApp.StartAsync();
        await app.PutTenantAsync("acme");
        await app.AcceptAsync("acme", 9, "web");
        using var stream = await SseReader.OpenAsync(app.Http, "/v1/tenants/acme/stream?score=channel/*@1h&score=segment/region/*@1h");
        await stream.ScoreAsync(score => score.Text("key") == "channel/web");
        await app.AcceptAsync("acme", 9, "phone");
        await stream.ScoreAsync(score => score.Text("key") == "channel/phone" && score.GetProperty("counts").Count("total") == 1);
        using (await app.PostAsync("acme", """{"id":"s","score":9,"channel":"web","touchpoint":"x","segments":{"region":"EMEA"}}"""))
        {
        }

        await stream.ScoreAsync(score => score.Text("key") == "segment/region/emea" && score.Text("label") == "EMEA");
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("channel/*/touchpoint/*")]
    [InlineData("segment/*")]
    [InlineData("segment/a/b/*")]
    [InlineData("*")]
    public async Task Stream_BadKey_IsInvalid(string key)
    {
        await using var app = await NpsApp.StartAsync();
        await app.PutTenantAsync("acme");
        using var answer = await app.Http.GetAsync("/v1/tenants/acme/stream?score=" + key);
        await answer.ShouldBeProblemAsync(400, "invalid-key");
    }

    [Fact]
    public async Task Stream_StoreIsAway_Answers200AndKeepsTrying()
    {
        await using var app = await NpsApp.StartAsync(FaultyEngine.Register);
        await app.PutTenantAsync("acme");
        await app.AcceptAsync("acme", 9);
        var faulty = app.Services.GetRequiredService<FaultyEngine>();
        faulty.IsAway = true;
        using var stream = await SseReader.OpenAsync(app.Http, "/v1/tenants/acme/stream?score=tenant");
        stream.Answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var unknown = await SseReader.OpenAsync(app.Http, "/v1/tenants/nobody/stream?score=tenant");
        faulty.IsAway = false;
        await stream.ScoreAsync(score => score.GetProperty("counts").Count("total") == 1);
        var (name, _, problem) = (await unknown.NextAsync())!.Value;
        name.ShouldBe("problem");
        problem.Text("type").ShouldBe("/problems/unknown-tenant");
        (await unknown.NextAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task Stream_MoreViewersThanAllowed_AreRefusedUntilOneLeaves()
    {
        await using var app = await NpsApp.StartAsync("--Web:ViewersMax", "1");
        await app.PutTenantAsync("acme");
        const string Path = "/v1/tenants/acme/stream?score=tenant";
        using (await SseReader.OpenAsync(app.Http, Path))
        {
            using var refused = await app.Http.GetAsync(Path);
            await refused.ShouldBeProblemAsync(429, "too-many-viewers");
            using var hub = await app.Http.PostAsync("/hubs/scores/negotiate?negotiateVersion=1", content: null);
            await hub.ShouldBeProblemAsync(429, "too-many-viewers");
        }

        var viewers = app.Services.GetRequiredService<ViewerCount>();
        var feed = app.Services.GetRequiredService<ScoreFeed>();
        for (var attempt = 0; attempt < 100 && viewers.Viewers + feed.WatchedScores > 0; attempt++)
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        (viewers.Viewers, feed.WatchedScores).ShouldBe((0, 0));
        using var again = await SseReader.OpenAsync(app.Http, Path);
        again.Answer.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private static StringContent Json(string json) => new(json, System.Text.Encoding.UTF8, "application/json");
}
