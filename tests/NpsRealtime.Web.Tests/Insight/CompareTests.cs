using System.Net;
using System.Text.Json;
using NpsRealtime.Web.Tests.Support;

namespace NpsRealtime.Web.Tests.Insight;

public class CompareTests(AppFixture fixture) : IClassFixture<AppFixture>
{
    [Fact]
    public async Task Compare_AfterAFall_SaysHowMuchWhetherRealAndSinceWhen()
    {
        var story = await NewAsync();
        for (var minutes = 5; minutes < 55; minutes++)
            story.Add(3, 2, TimeSpan.FromMinutes(minutes));
        for (var minutes = 65; minutes < 115; minutes++)
            story.Add(3, 10, TimeSpan.FromMinutes(minutes));
        await story.SendAsync();

        var compare = await story.GetAsync("/compare/channel/Web?window=1h");

        compare.Text("key").ShouldBe("channel/web");
        compare.Text("label").ShouldBe("web");
        compare.GetProperty("current").GetProperty("window").Text("name").ShouldBe("1h");
        compare.GetProperty("baseline").Text("name").ShouldBe("before");
        compare.GetProperty("baseline").GetProperty("spans").GetArrayLength().ShouldBe(1);
        compare.GetProperty("baseline").GetProperty("counts").Count("promoters").ShouldBe(150);
        compare.GetProperty("difference").GetDecimal().ShouldBe(-200m);
        compare.GetProperty("significant").GetBoolean().ShouldBeTrue();
        compare.GetProperty("pAnytime").GetDouble().ShouldBeLessThan(0.001);
        compare.GetProperty("z").GetDouble().ShouldBeLessThan(-10);
        compare.GetProperty("interval").GetProperty("high").GetDouble().ShouldBeLessThan(0);
        compare.GetProperty("usualPerHour").GetDouble().ShouldBe(150);
        (compare.Count("minResponses"), compare.GetProperty("enough").GetBoolean()).ShouldBe((10, true));
        compare.GetProperty("target").ValueKind.ShouldBe(JsonValueKind.Null);
        var since = compare.GetProperty("since");
        since.Text("direction").ShouldBe("falling");
        var ago = TimeProvider.System.GetUtcNow() - since.GetProperty("at").GetDateTimeOffset();
        ago.TotalMinutes.ShouldBeInRange(52, 72);
        since.GetProperty("after").GetProperty("nps").GetDecimal().ShouldBe(-100);
    }

    [Fact]
    public async Task Compare_WithNothingCounted_SaysNothing()
    {
        var compare = await (await NewAsync()).GetAsync("/compare/tenant?window=24h&baseline=usual");
        compare.GetProperty("baseline").GetProperty("spans").GetArrayLength().ShouldBe(0);
        (compare.Text("change"), compare.Text("unknown")).ShouldBe(("unknown", "The window has 0 responses; 10 are needed."));
        foreach (var name in (string[])["difference", "interval", "z", "p", "pAnytime", "since"])
            compare.GetProperty(name).ValueKind.ShouldBe(JsonValueKind.Null, name);
        compare.GetProperty("significant").GetBoolean().ShouldBeFalse();
        compare.GetProperty("enough").GetBoolean().ShouldBeFalse();
    }

    /// <summary>The tiles of a wall: one has fallen against its own earlier weeks, one is as it always was, however low; one is new.</summary>
    [Fact]
    public async Task Changes_OfManyKeys_AreEachAgainstItsOwnUsual()
    {
        var story = await NewAsync();
        var within = TimeSpan.FromMinutes(30);
        foreach (var week in Enumerable.Range(0, 7))
        {
            var at = TimeSpan.FromDays(7 * week) + within;
            story.Add(30, week == 0 ? 2 : 10, at, channel: "Fallen").Add(10, week == 0 ? 10 : 2, at, channel: "Fallen");
            story.Add(30, 2, at, channel: "Low").Add(10, 10, at, channel: "Low");
        }

        story.Add(40, 2, within, channel: "New");
        await story.SendAsync();

        var answer = await story.GetAsync("/changes?score=channel/*&score=tenant&window=1h");

        var changes = answer.GetProperty("changes").EnumerateArray().ToDictionary(change => change.Text("key"));
        changes.Keys.ShouldBe(["channel/fallen", "channel/low", "channel/new", "tenant"]);
        changes["channel/fallen"].Text("change").ShouldBe("fall");
        changes["channel/fallen"].GetProperty("difference").GetDecimal().ShouldBe(-100m);
        changes["channel/fallen"].GetProperty("usual").GetDecimal().ShouldBe(50m);
        changes["channel/low"].Text("change").ShouldBe("none");
        changes["channel/new"].Text("change").ShouldBe("unknown");
        (answer.Text("baseline"), answer.Count("leftOut")).ShouldBe(("usual", 0));
        using var nothing = await story.AskAsync("/changes?window=1h");
        await nothing.ShouldBeProblemAsync(400, "invalid-parameter");
        using var campaign = await story.AskAsync("/changes?score=tenant&window=campaign/none");
        await campaign.ShouldBeProblemAsync(400, "invalid-window");
    }

    [Fact]
    public async Task Compare_Usual_CountsTheSameHourOfLastWeeks()
    {
        var story = await NewAsync();
        foreach (var week in (int[])[0, 1, 2, 3, 4, 5])
            story.Add(week + 20, 9, TimeSpan.FromDays(7 * week) + TimeSpan.FromMinutes(30));
        story.Add(4, 9, TimeSpan.FromDays(7 * 6) + TimeSpan.FromMinutes(30));
        await story.SendAsync();

        var compare = await story.GetAsync("/compare/tenant?window=1h&baseline=usual");

        compare.GetProperty("current").GetProperty("counts").Count("total").ShouldBe(20);
        compare.GetProperty("baseline").GetProperty("counts").Count("total").ShouldBe(21 + 22 + 23 + 24 + 25);
        (compare.Text("change"), compare.GetProperty("unknown").ValueKind).ShouldBe(("none", JsonValueKind.Null));
        var usual = compare.GetProperty("usual");
        usual.Count("used").ShouldBe(5);
        usual.GetProperty("periods").EnumerateArray().Select(period => period.Count("responses")).ShouldBe([21, 22, 23, 24, 25, 4, 0, 0]);
        usual.GetProperty("periods")[5].Text("leftOut").ShouldBe("tooFew");
    }

    [Fact]
    public async Task Compare_UsualWithAnIncident_LeavesThatPeriodOutAndFindsTheFall()
    {
        var story = await NewAsync();
        foreach (var week in (int[])[1, 2, 3, 4, 5])
            story.Add(90, 9, TimeSpan.FromDays(7 * week) + TimeSpan.FromMinutes(30)).Add(10, 8, TimeSpan.FromDays(7 * week) + TimeSpan.FromMinutes(31));
        story.Add(90, 2, TimeSpan.FromMinutes(20)).Add(10, 8, TimeSpan.FromMinutes(21));
        await story.SendAsync();
        var at = TimeProvider.System.GetUtcNow().AddDays(-14).AddMinutes(-40);
        using var noted = await story.SendAsync("POST", "/annotations", JsonSerializer.Serialize(new { at, text = "Outage", incident = true, until = at.AddHours(2) }));
        noted.StatusCode.ShouldBe(HttpStatusCode.Created);

        var compare = await story.GetAsync("/compare/tenant?window=1h&baseline=usual");

        compare.Text("change").ShouldBe("fall");
        compare.GetProperty("usual").GetProperty("periods")[1].Text("leftOut").ShouldBe("incident");
        compare.GetProperty("usual").Count("used").ShouldBe(4);
    }

    [Theory]
    [InlineData("/compare/nonsense", "invalid-key")]
    [InlineData("/compare/tenant?window=2h", "invalid-window")]
    [InlineData("/compare/tenant?window=shift", "invalid-window")]
    [InlineData("/compare/tenant?window=campaign/none", "invalid-window")]
    [InlineData("/compare/tenant?baseline=yesteryear", "invalid-baseline")]
    [InlineData("/compare/tenant?window=24h&baseline=7d", "invalid-baseline")]
    [InlineData("/compare/tenant?window=all", "invalid-baseline")]
    [InlineData("/breakdown/tenant", "invalid-parameter")]
    [InlineData("/breakdown/tenant?by=pair", "invalid-parameter")]
    [InlineData("/breakdown/channel/web?by=channel", "invalid-parameter")]
    [InlineData("/breakdown/tenant?by=channel&limit=0", "invalid-parameter")]
    [InlineData("/breakdown/tenant?by=channel&window=all", "invalid-baseline")]
    public async Task Ask_WhatCannotBe_IsAProblem(string path, string code)
    {
        using var answer = await (await NewAsync()).AskAsync(path);
        await answer.ShouldBeProblemAsync(400, code);
    }

    [Fact]
    public async Task Ask_UnknownTenant_IsUnknown()
    {
        using var compare = await fixture.App.Http.GetAsync("/v1/tenants/nobody/compare/tenant");
        await compare.ShouldBeProblemAsync(404, "unknown-tenant");
        using var breakdown = await fixture.App.Http.GetAsync("/v1/tenants/nobody/breakdown/tenant?by=channel");
        await breakdown.ShouldBeProblemAsync(404, "unknown-tenant");
    }

    [Fact]
    public async Task Breakdown_ByChannel_SumsExactlyAndPutsTheCulpritFirst()
    {
        var story = await NewAsync();
        story.Add(40, 10, TimeSpan.FromMinutes(90)).Add(20, 10, TimeSpan.FromMinutes(90), channel: "Phone").Add(7, 3, TimeSpan.FromMinutes(90), channel: "Phone");
        story.Add(37, 10, TimeSpan.FromMinutes(20)).Add(11, 10, TimeSpan.FromMinutes(20), channel: "Phone").Add(30, 1, TimeSpan.FromMinutes(20), channel: "Phone");
        await story.SendAsync();

        var breakdown = await story.GetAsync("/breakdown/tenant?by=channel&window=1h");

        breakdown.Text("source").ShouldBe("tallies");
        var parts = breakdown.GetProperty("parts").EnumerateArray().ToList();
        parts.Select(part => part.Text("key")).ShouldBe(["channel/phone", "channel/web"]);
        parts[0].Text("label").ShouldBe("Phone");
        parts[0].GetProperty("scoreEffect").GetDecimal().ShouldBeLessThan(0);
        Sum(parts).ShouldBe(breakdown.GetProperty("difference").GetDecimal());
        breakdown.GetProperty("current").GetProperty("counts").Count("total").ShouldBe(78);
        breakdown.GetProperty("previous").GetProperty("counts").Count("total").ShouldBe(67);
    }

    [Fact]
    public async Task Breakdown_BySegmentThatSomeLack_HasThemAsAPartWithoutKey()
    {
        var story = await NewAsync();
        story.Add(4, 10, TimeSpan.FromMinutes(90), team: "Blue").Add(3, 2, TimeSpan.FromMinutes(90));
        story.Add(5, 10, TimeSpan.FromMinutes(20), team: "Blue").Add(2, 2, TimeSpan.FromMinutes(20), team: "Red").Add(6, 8, TimeSpan.FromMinutes(20));
        await story.SendAsync();

        var breakdown = await story.GetAsync("/breakdown/tenant?by=segment/team&window=1h");

        var parts = breakdown.GetProperty("parts").EnumerateArray().ToList();
        parts.Select(part => part.GetProperty("key").GetString()).ShouldBe(["segment/team/blue", "segment/team/red", null], ignoreOrder: true);
        Sum(parts).ShouldBe(breakdown.GetProperty("difference").GetDecimal());
        parts.Single(part => part.GetProperty("key").ValueKind == JsonValueKind.Null)
            .GetProperty("current").GetProperty("counts").Count("total").ShouldBe(6);
    }

    [Fact]
    public async Task Breakdown_OfAChannelByTouchpoint_TakesItsPairs()
    {
        var story = await NewAsync();
        story.Add(4, 10, TimeSpan.FromMinutes(90)).Add(3, 2, TimeSpan.FromMinutes(90), touchpoint: "Support").Add(9, 1, TimeSpan.FromMinutes(20), channel: "Phone");
        story.Add(4, 10, TimeSpan.FromMinutes(20)).Add(6, 2, TimeSpan.FromMinutes(20), touchpoint: "Support");
        await story.SendAsync();

        var breakdown = await story.GetAsync("/breakdown/channel/web?by=touchpoint&window=1h&limit=1");

        breakdown.GetProperty("current").GetProperty("counts").Count("total").ShouldBe(10);
        var parts = breakdown.GetProperty("parts").EnumerateArray().ToList();
        parts.Count.ShouldBe(2);
        parts.Count(part => part.GetProperty("key").ValueKind == JsonValueKind.Null).ShouldBe(1, "the rest beyond the limit");
        breakdown.Count("gathered").ShouldBe(1);
        Sum(parts).ShouldBe(breakdown.GetProperty("difference").GetDecimal());
    }

    [Fact]
    public async Task Compare_AfterAnAnnotation_TakesTheSameHoursUnlessAnotherBaselineIsNamed()
    {
        var story = await NewAsync();
        story.Add(20, 2, TimeSpan.FromMinutes(50)).Add(20, 10, TimeSpan.FromMinutes(20)).Add(5, 0, TimeSpan.FromMinutes(200));
        await story.SendAsync();
        var at = (TimeProvider.System.GetUtcNow() - TimeSpan.FromMinutes(35)).ToString("O");
        using var noted = await story.SendAsync("POST", "/annotations", JsonSerializer.Serialize(new { at, text = "More staff" }));
        var id = (await noted.ShouldBeJsonAsync(HttpStatusCode.Created)).Text("id");

        (await story.GetAsync($"/compare/tenant?annotation={id}&length=4h")).GetProperty("baseline").Text("name").ShouldBe("usual");
        var compare = await story.GetAsync($"/compare/tenant?annotation={id}&length=4h&baseline=before");

        compare.GetProperty("difference").GetDecimal().ShouldBe(200);
        compare.GetProperty("baseline").GetProperty("counts").Count("total").ShouldBe(20, "the length is that of the time since, and no more");
        using var unknown = await story.AskAsync("/compare/tenant?annotation=nope");
        await unknown.ShouldBeProblemAsync(404, "unknown-annotation");
    }

    private static decimal Sum(IEnumerable<JsonElement> parts) => parts.Sum(part => part.GetProperty("contribution").GetDecimal());

    private async Task<Story> NewAsync() => new(fixture.App, await fixture.NewTenantAsync());
}
