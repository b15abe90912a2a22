using System.Net;
using NpsRealtime.Web.Tests.Support;

namespace NpsRealtime.Web.Tests.Scores;

public class ScoreTests(AppFixture fixture) : IClassFixture<AppFixture>
{
    [Fact]
    public async Task Get_AfterAReceipt_HoldsTheResponseInTheFormOfTheContract()
    {
        var tenant = await fixture.NewTenantAsync();
        await fixture.App.AcceptAsync(tenant, 10);
        await fixture.App.AcceptAsync(tenant, 8);
        var position = await fixture.App.AcceptAsync(tenant, 2);
        var score = await fixture.App.GetAsync($"/v1/tenants/{tenant}/scores/channel/Web/touchpoint/checkout?window=1h&after={position}");
        score.Text("tenant").ShouldBe(tenant);
        score.Text("key").ShouldBe("channel/web/touchpoint/checkout");
        score.GetProperty("window").Text("name").ShouldBe("1h");
        score.GetProperty("window").Text("from").ShouldEndWith("Z");
        var counts = score.GetProperty("counts");
        (counts.Count("promoters"), counts.Count("passives"), counts.Count("detractors"), counts.Count("total")).ShouldBe((1, 1, 1, 3));
        counts.GetProperty("byScore").GetArrayLength().ShouldBe(11);
        score.GetProperty("nps").GetDecimal().ShouldBe(0);
        score.GetProperty("interval").GetProperty("confidence").GetDouble().ShouldBe(0.95);
        score.GetProperty("lastResponse").Text("acceptedAt").ShouldEndWith("Z");
        score.Count("version").ShouldBe(3);
    }

    [Fact]
    public async Task Get_KeyWithoutResponses_IsEmpty()
    {
        var score = await fixture.App.GetAsync($"/v1/tenants/{await fixture.NewTenantAsync()}/scores/channel/never");
        score.GetProperty("counts").Count("total").ShouldBe(0);
        score.GetProperty("nps").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
        score.GetProperty("interval").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
        score.GetProperty("lastResponse").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
    }

    [Theory]
    [InlineData("foo")]
    [InlineData("")]
    [InlineData("channel")]
    [InlineData("channel/")]
    [InlineData("channel/a/b")]
    [InlineData("channel/a%2Fb")]
    [InlineData("channel/%20")]
    [InlineData("channel/a%07b")]
    [InlineData("channel/a%EF%BF%BEb")]
    [InlineData("channel/*")]
    [InlineData("segment/region")]
    [InlineData("segment/region/a/b")]
    public async Task GetAndHistory_MalformedKey_IsInvalid(string key)
    {
        var tenant = await fixture.NewTenantAsync();
        if (key.Length > 0)
        {
            using var score = await fixture.App.Http.GetAsync($"/v1/tenants/{tenant}/scores/{key}");
            await score.ShouldBeProblemAsync(400, "invalid-key");
        }

        using var history = await fixture.App.Http.GetAsync($"/v1/tenants/{tenant}/history/{key}");
        await history.ShouldBeProblemAsync(400, "invalid-key");
    }

    [Theory]
    [InlineData("scores/tenant?window=2h")]
    [InlineData("scores/tenant?window=24H")]
    [InlineData("scores?window=%00x")]
    [InlineData("stream?score=tenant@nope")]
    public async Task Get_UnknownWindow_NamesThoseKnown(string path)
    {
        using var answer = await fixture.App.Http.GetAsync($"/v1/tenants/{await fixture.NewTenantAsync()}/{path}");
        (await answer.ShouldBeProblemAsync(400, "invalid-window")).Text("detail").ShouldContain("24h, today");
    }

    [Fact]
    public async Task Get_PositionNotReached_IsNotYet()
    {
        var tenant = await fixture.NewTenantAsync();
        await fixture.App.AcceptAsync(tenant, 9);
        using var answer = await fixture.App.Http.GetAsync($"/v1/tenants/{tenant}/scores/tenant?after=0-999");
        await answer.ShouldBeProblemAsync(504, "not-yet");
    }

    [Theory]
    [InlineData("scores/tenant?after=x")]
    [InlineData("scores/tenant?after=")]
    [InlineData("scores/tenant?after=0-99999999999999999999")]
    [InlineData("scores?kind=nope")]
    [InlineData("scores?kind=segment/%20")]
    [InlineData("scores?limit=0")]
    [InlineData("scores?limit=1001")]
    [InlineData("scores?limit=ten")]
    [InlineData("scores?cursor=%00")]
    [InlineData("stream")]
    public async Task Get_BadParameter_IsInvalid(string path)
    {
        using var answer = await fixture.App.Http.GetAsync($"/v1/tenants/{await fixture.NewTenantAsync()}/{path}");
        await answer.ShouldBeProblemAsync(400, "invalid-parameter");
    }

    [Fact]
    public async Task List_PageByPage_YieldsEveryKeyOnceInOrder()
    {
        var tenant = await fixture.NewTenantAsync();
        for (var channel = 0; channel < 7; channel++)
            await fixture.App.AcceptAsync(tenant, 9, "channel " + (char)('a' + channel));
        var keys = new List<string>();
        var cursor = "";
        do
        {
            var page = await fixture.App.GetAsync($"/v1/tenants/{tenant}/scores?kind=channel&limit=3&cursor={Uri.EscapeDataString(cursor)}");
            keys.AddRange(page.GetProperty("scores").EnumerateArray().Select(score => score.Text("key")));
            cursor = page.GetProperty("cursor").GetString();
        }
        while (cursor is not null);

        keys.ShouldBe(Enumerable.Range(0, 7).Select(channel => "channel/channel-" + (char)('a' + channel)));
    }

    [Fact]
    public async Task History_QuartersOfAYear_HoldTheResponses()
    {
        var tenant = await fixture.NewTenantAsync("Europe/London");
        var lines = Enumerable.Range(1, 12).Select(month =>
            $$"""{"id":"m-{{month}}","score":{{(month <= 6 ? 10 : 0)}},"channel":"web","touchpoint":"checkout","respondedAt":"2021-{{month:00}}-01T00:00:00Z"}""");
        using (await fixture.App.PostLinesAsync(tenant, string.Join('\n', lines)))
        {
        }

        var history = await fixture.App.GetAsync($"/v1/tenants/{tenant}/history/tenant?from=2021-01-01T00:00:00Z&to=2022-01-01T00:00:00+00:00&step=1q");
        var points = history.GetProperty("points").EnumerateArray().ToList();
        points.Select(point => point.GetProperty("counts").Count("total")).ShouldBe([3, 3, 3, 3]);
        points.Select(point => point.GetProperty("nps").GetDecimal()).ShouldBe([100, 100, -100, -100]);
        points[1].Text("from").ShouldBe("2021-03-31T23:00:00Z");
    }

    /// <summary>Steps are those of the clock, not of the moment in which somebody asks.</summary>
    [Theory]
    [InlineData("", 60, 25)]
    [InlineData("?step=15m", 15, 97)]
    [InlineData("?window=8h&step=2h", 120, 5)]
    public async Task History_WithoutABeginning_BeginsWithAStepOfTheClock(string query, int minutes, int most)
    {
        var tenant = await fixture.NewTenantAsync();
        var history = await fixture.App.GetAsync($"/v1/tenants/{tenant}/history/tenant{query}");
        var from = history.GetProperty("from").GetDateTimeOffset();
        (from.TimeOfDay.TotalMinutes % minutes).ShouldBe(0);
        history.GetProperty("points").GetArrayLength().ShouldBeInRange(most - 1, most);
    }

    [Theory]
    [InlineData("/scores/tenant?widnow=1h")]
    [InlineData("/scores/tenant?window=1h&step=1h")]
    [InlineData("/history/tenant?window=1h&from=2026-11-01T00:00Z", "invalid-range")]
    [InlineData("/compare/tenant?base=before")]
    [InlineData("/stream?score=tenant&window=1h")]
    public async Task Read_ParameterThatIsNotKnown_IsToldAndNotIgnored(string path, string code = "invalid-parameter")
    {
        using var answer = await fixture.App.Http.GetAsync($"/v1/tenants/{await fixture.NewTenantAsync()}{path}");
        await answer.ShouldBeProblemAsync(400, code);
    }

    [Theory]
    [InlineData("from=2026-01-01")]
    [InlineData("from=2026-01-01T00:00:00")]
    [InlineData("to=tomorrow")]
    [InlineData("from=0001-01-01T00:00:00Z&step=1y")]
    [InlineData("to=9999-12-31T23:59:59Z")]
    [InlineData("to=9999-12-31T23:59:59-14:00")]
    [InlineData("from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z")]
    [InlineData("from=2020-01-01T00:00:00Z&to=2026-01-01T00:00:00Z&step=1m")]
    [InlineData("step=1s")]
    [InlineData("step=0h")]
    [InlineData("step=-1h")]
    [InlineData("step=99999999999h")]
    [InlineData("step=")]
    public async Task History_BadRange_IsInvalid(string query)
    {
        using var answer = await fixture.App.Http.GetAsync($"/v1/tenants/{await fixture.NewTenantAsync()}/history/tenant?{query}");
        await answer.ShouldBeProblemAsync(400, "invalid-range");
    }

    [Theory]
    [InlineData("from=1970-01-01T00:00:00Z&to=2199-01-01T00:00:00Z&step=1000y")]
    [InlineData("from=1970-01-01T00:00:00Z&to=2199-12-31T00:00:00Z&step=1000mo")]
    [InlineData("from=1970-01-01T00:00:00Z&to=2199-12-31T00:00:00Z&step=1000q")]
    [InlineData("from=2026-01-01T00:00:00Z&to=2026-01-07T22:40:00Z&step=1m")]
    public async Task History_ExtremesOfTheRange_AreAnswered(string query)
    {
        using var answer = await fixture.App.Http.GetAsync($"/v1/tenants/{await fixture.NewTenantAsync()}/history/tenant?{query}");
        (await answer.ShouldBeJsonAsync(HttpStatusCode.OK)).GetProperty("points").GetArrayLength().ShouldBeGreaterThan(0);
    }
}
