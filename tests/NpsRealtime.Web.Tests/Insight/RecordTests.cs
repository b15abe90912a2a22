using System.Net;
using System.Text.Json;
using NpsRealtime.Web.Tests.Support;

namespace NpsRealtime.Web.Tests.Insight;

/// <summary>What people set and note: settings, campaigns, annotations, boards, how keys are shown.</summary>
public class RecordTests(AppFixture fixture) : IClassFixture<AppFixture>
{
    [Fact]
    public async Task Settings_PutPatchGet_KeepWhatIsNamed()
    {
        var story = await NewAsync();
        (await story.GetAsync("/settings")).ToString().ShouldContain("\"minResponses\":10");
        using var put = await story.SendAsync("PUT", "/settings", """{"weekStart":"sunday","target":50,"shifts":[{"name":"Early","from":"06:00","to":"14:00"}]}""");
        var first = await put.ShouldBeJsonAsync(HttpStatusCode.OK);
        (first.Text("weekStart"), first.Count("target"), first.Text("dayStart")).ShouldBe(("sunday", 50, "00:00"));
        using var patch = await story.SendAsync("PATCH", "/settings", """{"minResponses":25,"target":null}""");
        var second = await patch.ShouldBeJsonAsync(HttpStatusCode.OK);
        (second.Text("weekStart"), second.Count("minResponses")).ShouldBe(("sunday", 25));
        second.GetProperty("target").ValueKind.ShouldBe(JsonValueKind.Null);
        second.GetProperty("shifts").GetArrayLength().ShouldBe(1);
        (await story.GetAsync("/compare/tenant?window=shift")).Count("minResponses").ShouldBe(25);
        using var late = await story.SendAsync("PATCH", "/settings", """{"target":1}""", ifMatch: $"\"{first.Count("version")}\"");
        await late.ShouldBeProblemAsync(412, "version-conflict");
    }

    [Theory]
    [InlineData("PUT", "/settings", """{"weekStart":"someday"}""", "invalid-settings")]
    [InlineData("PUT", "/settings", """{"dayStart":"06:07"}""", "invalid-settings")]
    [InlineData("PUT", "/settings", """{"target":101}""", "invalid-settings")]
    [InlineData("PUT", "/settings", """{"minResponses":"ten"}""", "invalid-settings")]
    [InlineData("PUT", "/settings", """{"shifts":[null]}""", "invalid-settings")]
    [InlineData("PUT", "/settings", """{"shifts":[{"name":"A","from":"6","to":"14:00"}]}""", "invalid-settings")]
    [InlineData("PATCH", "/settings", """{"colour":1}""", "invalid-settings")]
    [InlineData("PUT", "/settings", "[]", "invalid-settings")]
    [InlineData("PUT", "/settings", "{", "invalid-settings")]
    [InlineData("PUT", "/campaigns/a", """{"name":"A"}""", "invalid-campaign")]
    [InlineData("PUT", "/campaigns/a", """{"name":"A","start":"yesterday"}""", "invalid-campaign")]
    [InlineData("PUT", "/campaigns/a", """{"name":"A","start":"2026-11-01T00:00Z","end":"2026-11-01T00:00Z"}""", "invalid-campaign")]
    [InlineData("PUT", "/campaigns/a", """{"name":"A","start":"2026-11-01T00:00:00Z","baseline":"7d"}""", "invalid-campaign")]
    [InlineData("PUT", "/campaigns/a", """{"name":"A","start":"2026-11-01T00:00:00Z","keys":["x"]}""", "invalid-campaign")]
    [InlineData("PUT", "/campaigns/%20", """{"name":"A","start":"2026-11-01T00:00:00Z"}""", "invalid-campaign")]
    [InlineData("POST", "/annotations", """{"text":" "}""", "invalid-annotation")]
    [InlineData("POST", "/annotations", """{"text":"a\u0000"}""", "invalid-annotation")]
    [InlineData("POST", "/annotations", """{"text":"a","text":"b"}""", "invalid-annotation")]
    [InlineData("PUT", "/boards/b", """{"sections":[]}""", "invalid-board")]
    [InlineData("PUT", "/boards/b", """{"name":"B","tilse":[]}""", "invalid-board")]
    [InlineData("PUT", "/boards/b", """{"name":"B","sections":[{"tiles":[{"key":"tenant","widnow":"1h"}]}]}""", "invalid-board")]
    [InlineData("PUT", "/boards/b", """{"name":"B","sections":[{"title":"Empty","tiles":[]}]}""", "invalid-board")]
    [InlineData("PUT", "/boards/b", """{"name":"B","seconds":1}""", "invalid-board")]
    [InlineData("PUT", "/boards/b", """{"name":"B","theme":"blue"}""", "invalid-board")]
    [InlineData("PUT", "/boards/b", """{"name":"B","hero":"tenant"}""", "invalid-board")]
    [InlineData("PUT", "/settings", """{"shifts":[{"name":"Early","from":"06:00","until":"14:00"}]}""", "invalid-settings")]
    [InlineData("PUT", "/boards/b", """{"name":"B","sections":[{"tiles":[{"key":"nonsense"}]}]}""", "invalid-board")]
    [InlineData("PUT", "/boards/b", """{"name":"B","sections":[{"tiles":[{"key":"channel/web/touchpoint/*"}]}]}""", "invalid-board")]
    [InlineData("PUT", "/boards/b", """{"name":"B","sections":[{"tiles":[{"key":"segment/*"}]}]}""", "invalid-board")]
    [InlineData("PUT", "/boards/b", """{"name":"B","window":"2h"}""", "invalid-board")]
    [InlineData("PATCH", "/score-keys/channel/web", """{"order":"first"}""", "invalid-key-setting")]
    [InlineData("PATCH", "/score-keys/nonsense", "{}", "invalid-key")]
    public async Task Send_Malformed_IsAProblemThatNamesTheField(string method, string path, string json, string code)
    {
        var story = await NewAsync();
        using var answer = await story.SendAsync(method, path, json);
        await answer.ShouldBeProblemAsync(400, code);
    }

    [Fact]
    public async Task Campaign_WhileItRuns_IsAWindowWithItsOwnBaseline()
    {
        var story = await NewAsync();
        story.Add(3, 10, TimeSpan.FromMinutes(40)).Add(5, 2, TimeSpan.FromMinutes(130));
        await story.SendAsync();
        var start = TimeProvider.System.GetUtcNow() - TimeSpan.FromHours(1);
        var body = JsonSerializer.Serialize(new { name = "Sale", start, keys = new[] { "channel/Web" } });
        using var created = await story.SendAsync("PUT", "/campaigns/Sale", body);
        var campaign = await created.ShouldBeJsonAsync(HttpStatusCode.Created);
        created.Headers.ETag!.Tag.ShouldBe($"\"{campaign.Count("version")}\"");
        (campaign.Text("id"), campaign.Text("baseline"), campaign.GetProperty("keys")[0].GetString()).ShouldBe(("sale", "before", "channel/web"));

        var score = await story.GetAsync("/scores/tenant?window=campaign/sale");
        score.GetProperty("counts").Count("total").ShouldBe(3);
        var usual = JsonSerializer.Serialize(new { name = "Sale", start, baseline = $"{start.AddHours(-2).UtcDateTime:yyyy-MM-ddTHH:mm}Z/{start.UtcDateTime:yyyy-MM-ddTHH:mm}Z" });
        using var changed = await story.SendAsync("PUT", "/campaigns/sale", usual);
        await changed.ShouldBeJsonAsync(HttpStatusCode.OK);
        var compare = await story.GetAsync("/compare/tenant?window=campaign/sale");
        compare.GetProperty("baseline").GetProperty("counts").Count("total").ShouldBe(5);
        compare.GetProperty("difference").GetDecimal().ShouldBe(200);

        (await story.GetAsync("/campaigns")).GetProperty("campaigns").GetArrayLength().ShouldBe(1);
        using var deleted = await story.SendAsync("DELETE", "/campaigns/sale", "{}");
        deleted.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        using var gone = await story.AskAsync("/campaigns/sale");
        await gone.ShouldBeProblemAsync(404, "unknown-campaign");
        using var window = await story.AskAsync("/scores/tenant?window=campaign/sale");
        await window.ShouldBeProblemAsync(400, "invalid-window");
    }

    [Fact]
    public async Task Annotation_ListedByTimeAndKey_IsFoundChangedAndDeleted()
    {
        var story = await NewAsync();
        using var first = await story.SendAsync("POST", "/annotations", """{"at":"2026-11-20T10:00:00Z","text":"Outage","keys":["touchpoint/checkout"]}""");
        var id = (await first.ShouldBeJsonAsync(HttpStatusCode.Created)).Text("id");
        using var second = await story.SendAsync("POST", "/annotations", """{"at":"2026-11-19T10:00:00Z","text":"Für alle: 店"}""");
        await second.ShouldBeJsonAsync(HttpStatusCode.Created);

        Texts(await story.GetAsync("/annotations")).ShouldBe(["Für alle: 店", "Outage"]);
        Texts(await story.GetAsync("/annotations?key=channel/web")).ShouldBe(["Für alle: 店"]);
        Texts(await story.GetAsync("/annotations?from=2026-11-20T00:00Z&key=touchpoint/Checkout")).ShouldBe(["Outage"]);
        using var put = await story.SendAsync("PUT", "/annotations/" + id, """{"at":"2026-11-20T10:00:00Z","text":"Outage over"}""");
        await put.ShouldBeJsonAsync(HttpStatusCode.OK);
        Texts(await story.GetAsync("/annotations?key=channel/web")).ShouldContain("Outage over");
        using var deleted = await story.SendAsync("DELETE", "/annotations/" + id, "{}");
        deleted.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        using var again = await story.SendAsync("DELETE", "/annotations/" + id, "{}");
        await again.ShouldBeProblemAsync(404, "unknown-annotation");
        using var range = await story.AskAsync("/annotations?from=today");
        await range.ShouldBeProblemAsync(400, "invalid-range");

        static string[] Texts(JsonElement list) => [.. list.GetProperty("annotations").EnumerateArray().Select(one => one.Text("text"))];
    }

    [Fact]
    public async Task Board_SavedByTwo_LetsTheSecondKnow()
    {
        var story = await NewAsync();
        const string Body = """{"name":"Wall","sections":[{"tiles":[{"key":"channel/*"}]}],"window":"today","theme":"dark"}""";
        using var created = await story.SendAsync("PUT", "/boards/Wall", Body, ifNoneMatch: "*");
        var board = await created.ShouldBeJsonAsync(HttpStatusCode.Created);
        var version = created.Headers.ETag!.Tag;
        board.GetProperty("board").Text("theme").ShouldBe("dark");
        using var twice = await story.SendAsync("PUT", "/boards/wall", Body, ifNoneMatch: "*");
        await twice.ShouldBeProblemAsync(412, "version-conflict");
        using var first = await story.SendAsync("PUT", "/boards/wall", """{"name":"Mine"}""", ifMatch: version);
        await first.ShouldBeJsonAsync(HttpStatusCode.OK);
        using var second = await story.SendAsync("PUT", "/boards/wall", """{"name":"Theirs"}""", ifMatch: version);
        await second.ShouldBeProblemAsync(412, "version-conflict");
        (await story.GetAsync("/boards")).GetProperty("boards")[0].Text("name").ShouldBe("Mine");
        (await story.GetAsync("/boards/wall")).GetProperty("board").Text("name").ShouldBe("Mine");
        using var odd = await story.SendAsync("PUT", "/boards/wall", Body, ifMatch: "W/x");
        await odd.ShouldBeProblemAsync(400, "invalid-parameter");
        using var large = await story.SendAsync("PUT", "/boards/wall", $$"""{"name":"{{new string('a', 70_000)}}"}""");
        await large.ShouldBeProblemAsync(400, "invalid-board");
        using var deleted = await story.SendAsync("DELETE", "/boards/wall", "{}");
        deleted.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        using var gone = await story.AskAsync("/boards/wall");
        await gone.ShouldBeProblemAsync(404, "unknown-board");
    }

    [Fact]
    public async Task ScoreKey_LabelOrderAndVisibility_AreListedAndShown()
    {
        var story = await NewAsync();
        await story.Add(1, 9, TimeSpan.FromMinutes(1)).Add(1, 9, TimeSpan.FromMinutes(1), channel: "App").SendAsync();
        using var patch = await story.SendAsync("PATCH", "/score-keys/channel/Web", """{"label":"Website","order":1}""");
        (await patch.ShouldBeJsonAsync(HttpStatusCode.OK)).Text("label").ShouldBe("Website");
        using var hidden = await story.SendAsync("PATCH", "/score-keys/channel/app", """{"visible":false}""");
        await hidden.ShouldBeJsonAsync(HttpStatusCode.OK);
        var keys = (await story.GetAsync("/score-keys?kind=channel")).GetProperty("keys").EnumerateArray().ToList();
        keys.Select(key => key.Text("label")).ShouldBe(["Website", "App"]);
        keys.Select(key => key.GetProperty("visible").GetBoolean()).ShouldBe([true, false]);
        var parts = (await story.GetAsync("/breakdown/tenant?by=channel")).GetProperty("parts").EnumerateArray();
        parts.Select(part => part.Text("label")).ShouldContain("Website");
        using var back = await story.SendAsync("PATCH", "/score-keys/channel/web", """{"label":null}""");
        (await back.ShouldBeJsonAsync(HttpStatusCode.OK)).Text("label").ShouldBe("web");
    }

    [Fact]
    public async Task Pair_PartsThatPeopleNamed_GoesByTheirNames()
    {
        var story = await NewAsync();
        await story.Add(1, 9, TimeSpan.FromMinutes(1)).SendAsync();
        var pair = (await story.GetAsync("/score-keys?kind=pair")).GetProperty("keys")[0];
        var (key, before) = (pair.Text("key"), pair.Text("label").Split(" · "));
        var parts = key.Split('/');

        using (var patch = await story.SendAsync("PATCH", $"/score-keys/channel/{parts[1]}", """{"label":"Website"}"""))
            await patch.ShouldBeJsonAsync(HttpStatusCode.OK);
        (await story.GetAsync($"/scores/{key}")).Text("label").ShouldBe($"Website · {before[1]}");
        using (var patch = await story.SendAsync("PATCH", $"/score-keys/touchpoint/{parts[3]}", """{"label":"Till"}"""))
            await patch.ShouldBeJsonAsync(HttpStatusCode.OK);
        (await story.GetAsync("/score-keys?kind=pair")).GetProperty("keys")[0].Text("label").ShouldBe("Website · Till");

        using (var patch = await story.SendAsync("PATCH", $"/score-keys/{key}", """{"label":"Shop"}"""))
            (await patch.ShouldBeJsonAsync(HttpStatusCode.OK)).Text("label").ShouldBe("Shop");
    }

    private async Task<Story> NewAsync() => new(fixture.App, await fixture.NewTenantAsync());
}
