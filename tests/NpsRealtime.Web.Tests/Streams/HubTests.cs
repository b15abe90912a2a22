using NpsRealtime.Testing;
using NpsRealtime.Web.Tests.Support;

namespace NpsRealtime.Web.Tests.Streams;

/// <summary>The hub through the client library that browsers use.</summary>
public class HubTests
{
    [SkippableTheory]
    [InlineData("ws")]
    [InlineData("sse")]
    [InlineData("poll")]
    public async Task Subscribe_ReturnsTheCurrentScore_ThenItsChanges(string transport)
    {
        await using var app = await NpsApp.StartAsync();
        await app.PutTenantAsync("acme");
        await app.AcceptAsync("acme", 9);
        await using var viewer = await NodeViewer.ConnectAsync(app.Address, transport);
        var snapshots = await viewer.SubscribeAsync("acme", ("tenant", "24h"), ("channel/web", "today"), ("channel/never", "1h"));
        snapshots.Select(snapshot => $"{snapshot.Text("key")}@{snapshot.GetProperty("window").Text("name")}")
            .ShouldBe(["tenant@24h", "channel/web@today", "channel/never@1h"]);
        snapshots[0].GetProperty("counts").Count("total").ShouldBe(1);
        snapshots[2].GetProperty("counts").Count("total").ShouldBe(0);
        await app.AcceptAsync("acme", 2);
        var changed = await viewer.ScoreAsync(score => score.Text("key") == "channel/web" && score.GetProperty("counts").Count("total") == 2);
        changed.GetProperty("nps").GetDecimal().ShouldBe(0);
    }

    [SkippableFact]
    public async Task Subscribe_Wildcard_ReturnsKnownKeysAndDeliversThoseBornLater()
    {
        await using var app = await NpsApp.StartAsync();
        await app.PutTenantAsync("acme");
        await app.AcceptAsync("acme", 9, "web", "checkout");
        await app.AcceptAsync("acme", 9, "phone", "checkout");
        await app.StopAsync();
        await app.RestartAsync();
        await using var viewer = await NodeViewer.ConnectAsync(app.Address);
        var snapshots = await viewer.SubscribeAsync("acme", ("channel/*", "24h"), ("touchpoint/*", "1h"));
        snapshots.Select(snapshot => snapshot.Text("key")).Order(StringComparer.Ordinal)
            .ShouldBe(["channel/phone", "channel/web", "touchpoint/checkout"]);
        await app.AcceptAsync("acme", 9, "Live Chat", "delivery");
        var born = await viewer.ScoreAsync(score => score.Text("key") == "channel/live-chat");
        born.Text("label").ShouldBe("Live Chat");
        await viewer.UnsubscribeAsync("acme", ("channel/*", "24h"), ("touchpoint/*", "1h"));
        await app.AcceptAsync("acme", 9, "later", "later");
        (await viewer.IsQuietAsync(TimeSpan.FromSeconds(1))).ShouldBeTrue();
    }

    [SkippableFact]
    public async Task Unsubscribe_OfOneThatAWildcardCovers_KeepsItUntilTheWildcardGoes()
    {
        await using var app = await NpsApp.StartAsync();
        await app.PutTenantAsync("acme");
        await app.AcceptAsync("acme", 9);
        await using var viewer = await NodeViewer.ConnectAsync(app.Address);
        await viewer.SubscribeAsync("acme", ("channel/web", "24h"), ("channel/*", "24h"));
        await viewer.UnsubscribeAsync("acme", ("channel/web", "24h"));
        await app.AcceptAsync("acme", 9);
        await viewer.ScoreAsync(score => score.GetProperty("counts").Count("total") == 2);
        await viewer.UnsubscribeAsync("acme", ("channel/*", "24h"));
        await app.AcceptAsync("acme", 9);
        (await viewer.IsQuietAsync(TimeSpan.FromSeconds(1))).ShouldBeTrue();
    }

    [SkippableFact]
    public async Task Reconnect_AfterARestart_ShowsWhatCameMeanwhile()
    {
        await using var app = await NpsApp.StartAsync();
        await app.PutTenantAsync("acme");
        await app.AcceptAsync("acme", 9);
        await using var viewer = await NodeViewer.ConnectAsync(app.Address);
        await viewer.SubscribeAsync("acme", ("tenant", "24h"));
        await app.StopAsync();
        await viewer.WaitAsync("reconnecting");
        await app.RestartAsync();
        await app.AcceptAsync("acme", 9);
        await viewer.WaitAsync("reconnected");
        await viewer.ShowsAsync(score => score.GetProperty("counts").Count("total") == 2);
    }

    [SkippableFact]
    public async Task Subscribe_BadRequests_NameTheProblemAndLeakNothing()
    {
        await using var app = await NpsApp.StartAsync("--Web:ScoresPerViewerMax", "5", "--Scoring:ChannelsMax", "1", "--Scoring:TouchpointsMax", "1");
        await app.PutTenantAsync("acme");
        await using var viewer = await NodeViewer.ConnectAsync(app.Address);
        var cases = new (object? Request, string Code)[]
        {
            (new { tenant = "nobody", scores = new[] { new { key = "tenant" } } }, "unknown-tenant"),
            (new { tenant = "acme", scores = new[] { new { key = "nonsense" } } }, "invalid-key"),
            (new { tenant = "acme", scores = new[] { new { key = "segment/*" } } }, "invalid-key"),
            (new { tenant = "acme", scores = new[] { new { key = "tenant", window = "2h" } } }, "invalid-window"),
            (new { tenant = "acme", scores = new[] { new { key = "tenant", window = "campaign/never" } } }, "invalid-window"),
            (new { tenant = "acme", scores = new[] { new { key = "channel/*", window = "shift" } } }, "invalid-window"),
            (new { tenant = "acme", scores = Array.Empty<object>() }, "invalid-parameter"),
            (new { tenant = "acme" }, "invalid-parameter"),
            (null, "invalid-parameter"),
            (new { scores = new[] { new { key = "tenant" } } }, "unknown-tenant"),
            (new { tenant = "acme", scores = new object?[] { null } }, "invalid-key"),
            (new { tenant = "acme", scores = "abcdef".Select(name => new { key = $"channel/{name}" }) }, "too-many-viewers"),
        };
        foreach (var (request, code) in cases)
            (await viewer.FailAsync("Subscribe", request)).ShouldContain($"HubException: {code}: ");
        (await viewer.FailAsync("Unsubscribe", new { tenant = "acme", scores = new[] { new { key = "x" } } })).ShouldContain("invalid-key");
        var unreadable = await viewer.FailAsync("Subscribe", "just a text");
        unreadable.ShouldNotContain("NpsRealtime");
        unreadable.ShouldNotContain("   at ");
    }
}
