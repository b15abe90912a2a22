using System.Text.Json;
using NpsRealtime.Web.Tests.Support;

namespace NpsRealtime.Web.Tests.Insight;

/// <summary>Responses as people read them: lists, the drill-down that only rows know, and streams of new ones.</summary>
public class ListingTests(AppFixture fixture) : IClassFixture<AppFixture>
{
    [Fact]
    public async Task List_FilteredAndInPages_AreThoseThatFit()
    {
        var (story, _) = await NewAsync();
        story.Add(3, 2, TimeSpan.FromMinutes(30), team: "Blue", comment: "Straße zu lang").Add(2, 9, TimeSpan.FromMinutes(20)).Add(1, 4, TimeSpan.FromMinutes(10), channel: "Phone");
        await story.SendAsync();

        var page = await story.GetAsync("/responses?limit=4");
        Scores(page).ShouldBe([4, 9, 9, 2]);
        var first = page.GetProperty("responses")[0];
        (first.Text("category"), first.Text("channel"), first.Text("customerId")).ShouldBe(("detractor", "Phone", "c-1"));
        var next = await story.GetAsync($"/responses?limit=4&cursor={page.Text("cursor")}");
        Scores(next).ShouldBe([2, 2]);
        next.GetProperty("cursor").ValueKind.ShouldBe(JsonValueKind.Null);
        next.GetProperty("responses")[0].GetProperty("segments").Text("team").ShouldBe("Blue");
        Scores(await story.GetAsync("/responses?category=detractor&key=channel/web")).ShouldBe([2, 2, 2]);
        Scores(await story.GetAsync("/responses?segment=team/blue&text=STRASSE")).ShouldBeEmpty();
        Scores(await story.GetAsync("/responses?segment=team/blue&text=ZU%20LANG")).ShouldBe([2, 2, 2]);
        Scores(await story.GetAsync("/responses?commented=true")).ShouldBe([2, 2, 2]);
        var since = (TimeProvider.System.GetUtcNow() - TimeSpan.FromMinutes(15)).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
        Scores(await story.GetAsync($"/responses?from={since}")).ShouldBe([4]);
        Scores(await story.GetAsync($"/responses?to={since}&key=channel/web")).ShouldBe([9, 9, 2, 2, 2]);
    }

    [Theory]
    [InlineData("/responses?key=x", "invalid-key")]
    [InlineData("/responses?category=angry", "invalid-parameter")]
    [InlineData("/responses?limit=501", "invalid-parameter")]
    [InlineData("/responses?cursor=abc", "invalid-parameter")]
    [InlineData("/responses?segment=team", "invalid-parameter")]
    [InlineData("/responses?commented=perhaps", "invalid-parameter")]
    [InlineData("/responses?from=yesterday", "invalid-range")]
    [InlineData("/responses/stream?category=angry", "invalid-parameter")]
    public async Task Ask_WhatCannotBe_IsAProblem(string path, string code)
    {
        using var answer = await (await NewAsync()).Story.AskAsync(path);
        await answer.ShouldBeProblemAsync(400, code);
    }

    [Fact]
    public async Task Breakdown_OfATouchpointByTeam_ReadsTheRowsAndSumsExactly()
    {
        var (story, _) = await NewAsync();
        story.Add(5, 10, TimeSpan.FromMinutes(90), team: "Blue").Add(5, 9, TimeSpan.FromMinutes(90), team: "Red").Add(9, 0, TimeSpan.FromMinutes(90), touchpoint: "Support", team: "Red");
        story.Add(5, 10, TimeSpan.FromMinutes(20), team: "Blue").Add(7, 1, TimeSpan.FromMinutes(20), team: "Red").Add(2, 8, TimeSpan.FromMinutes(20));
        await story.SendAsync();

        var breakdown = await story.GetAsync("/breakdown/touchpoint/checkout?by=segment/team&window=1h");

        breakdown.Text("source").ShouldBe("responses");
        var parts = breakdown.GetProperty("parts").EnumerateArray().ToList();
        parts[0].Text("label").ShouldBe("Red");
        parts.Sum(part => part.GetProperty("contribution").GetDecimal()).ShouldBe(breakdown.GetProperty("difference").GetDecimal());
        (breakdown.GetProperty("current").GetProperty("counts").Count("total"), breakdown.GetProperty("previous").GetProperty("counts").Count("total")).ShouldBe((14, 10));
    }

    [Fact]
    public async Task Stream_OverSse_BeginsWithTheNewestAndGoesOnWithThoseThatFit()
    {
        var (story, tenant) = await NewAsync();
        await story.Add(2, 1, TimeSpan.FromMinutes(5)).SendAsync();
        using var stream = await SseReader.OpenAsync(fixture.App.Http, $"{story.Base}/responses/stream?category=detractor");
        var (name, id, first) = (await stream.NextAsync())!.Value;
        name.ShouldBe("responses");
        Scores(first).ShouldBe([1, 1]);
        id.ShouldBe(first.GetProperty("responses")[1].Text("position"));

        await fixture.App.AcceptAsync(tenant, 10);
        await fixture.App.AcceptAsync(tenant, 3);

        var (_, _, added) = (await stream.NextAsync())!.Value;
        Scores(added).ShouldBe([3]);
        added.GetProperty("skipped").GetBoolean().ShouldBeFalse();
    }

    [SkippableFact]
    public async Task Stream_OverTheHub_ShowsNewResponsesAndChangesWhatItShows()
    {
        var (story, tenant) = await NewAsync();
        await story.Add(1, 1, TimeSpan.FromMinutes(5)).SendAsync();
        await using var viewer = await NodeViewer.ConnectAsync(fixture.App.Address);
        Scores(await viewer.InvokeAsync("SubscribeResponses", new { tenant, key = "channel/web" })).ShouldBe([1]);

        await fixture.App.AcceptAsync(tenant, 5, channel: "phone");
        await fixture.App.AcceptAsync(tenant, 6);
        Scores((await viewer.WaitAsync("responsesAdded")).GetProperty("added")).ShouldBe([6]);

        (await viewer.FailAsync("SubscribeResponses", new { tenant, category = "angry" })).ShouldContain("invalid-parameter");
        await viewer.InvokeAsync("SubscribeResponses", new { tenant, category = "promoter" });
        await viewer.InvokeAsync("UnsubscribeResponses", new { tenant = "other" });
        await fixture.App.AcceptAsync(tenant, 7);
        await fixture.App.AcceptAsync(tenant, 9);
        Scores((await viewer.WaitAsync("responsesAdded")).GetProperty("added")).ShouldBe([9]);
    }

    private static int[] Scores(JsonElement page) => [.. page.GetProperty("responses").EnumerateArray().Select(one => one.GetProperty("score").GetInt32())];

    private async Task<(Story Story, string Tenant)> NewAsync()
    {
        var tenant = await fixture.NewTenantAsync();
        return (new Story(fixture.App, tenant), tenant);
    }
}
