using System.Globalization;
using System.Net;
using System.Text;
using NpsRealtime.Web.Tests.Support;

namespace NpsRealtime.Web.Tests.Responses;

/// <summary>Bad input, each through real HTTP: a 4xx that names what is wrong, alone and as a line among good ones.</summary>
public class BadResponseTests(AppFixture fixture) : IClassFixture<AppFixture>
{
    private const string Rest = "\"channel\":\"web\",\"touchpoint\":\"checkout\"}";

    public static TheoryData<string, string> BadResponses()
    {
        var hour = TimeProvider.System.GetUtcNow().AddHours(1).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        var segments = string.Join(',', Enumerable.Range(0, 17).Select(index => $"\"s{index}\":\"v\""));
        var long65 = new string('x', 65);
        const string Start = "{\"id\":\"bad\",\"score\":9,";
        const string NoChannel = "\"touchpoint\":\"checkout\"}";
        return new()
        {
            { "score", "{\"id\":\"bad\",\"score\":-1," + Rest },
            { "score", "{\"id\":\"bad\",\"score\":11," + Rest },
            { "score", "{\"id\":\"bad\",\"score\":9.5," + Rest },
            { "score", "{\"id\":\"bad\",\"score\":\"9\"," + Rest },
            { "score", "{\"id\":\"bad\",\"score\":null," + Rest },
            { "score", "{\"id\":\"bad\",\"score\":99999999999999999999," + Rest },
            { "score", "{\"id\":\"bad\"," + Rest },
            { "id", "{\"id\":\"\",\"score\":9," + Rest },
            { "id", "{\"id\":\"" + new string('i', 10_240) + "\",\"score\":9," + Rest },
            { "id", "{\"id\":\"..\",\"score\":9," + Rest },
            { "id", "{\"id\":\".\",\"score\":9," + Rest },
            { "id", "{\"id\":\"a/b\",\"score\":9," + Rest },
            { "id", "{\"id\":\"a\\nb\",\"score\":9," + Rest },
            { "id", "{\"id\":\"a b\",\"score\":9," + Rest },
            { "id", "{\"id\":7,\"score\":9," + Rest },
            { "id", "{\"id\":\"a\\u0000b\",\"score\":9," + Rest },
            { "channel", Start + "\"channel\":\"a/b\"," + NoChannel },
            { "channel", Start + "\"channel\":\"a\\u0007b\"," + NoChannel },
            { "channel", Start + "\"channel\":\"   \"," + NoChannel },
            { "channel", Start + "\"channel\":\"" + long65 + "\"," + NoChannel },
            { "channel", Start + "\"channel\":\"a\\u0000b\"," + NoChannel },
            { "channel", Start + "\"channel\":\"..\"," + NoChannel },
            { "channel", Start + "\"channel\":null," + NoChannel },
            { "channel", Start + NoChannel },
            { "$", Start + "\"channel\":\"a\\ud800b\"," + NoChannel },
            { "$", Start + "\"comment\":\"a\\udc00b\"," + Rest },
            { "comment", Start + "\"comment\":\"a\\u0000b\"," + Rest },
            { "comment", Start + "\"comment\":\"" + new string('c', 4_001) + "\"," + Rest },
            { "customerId", Start + "\"customerId\":\"a\\u0000b\"," + Rest },
            { "respondedAt", Start + "\"respondedAt\":\"2026-11-01T10:00:00\"," + Rest },
            { "respondedAt", Start + "\"respondedAt\":\"9999-12-31T23:59:59Z\"," + Rest },
            { "respondedAt", Start + "\"respondedAt\":\"" + hour + "\"," + Rest },
            { "respondedAt", Start + "\"respondedAt\":\"yesterday\"," + Rest },
            { "respondedAt", Start + "\"respondedAt\":1700000000," + Rest },
            { "segments", Start + "\"segments\":{" + segments + "}," + Rest },
            { "segments", Start + "\"segments\":{\"region\":{\"a\":\"b\"}}," + Rest },
            { "segments", Start + "\"segments\":[\"a\"]," + Rest },
            { "segments", Start + "\"segments\":{\"region\":7}," + Rest },
            { "$", "{\"id\":\"bad\",\"score\":9" },
            { "$", "[]" },
            { "$", "null" },
            { "$", "7" },
            { "$", "\"text\"" },
            { "$", "{}{}" },
            { "$", Start + "\"x\":" + new string('[', 2_000) + new string(']', 2_000) + "," + Rest },
            { "$", string.Concat(Enumerable.Repeat("{\"a\":", 2_000)) + "1" + new string('}', 2_000) },
        };
    }

    [Theory]
    [MemberData(nameof(BadResponses))]
    public async Task Post_BadResponse_NamesTheFault(string field, string json)
    {
        using var answer = await fixture.App.PostAsync(await fixture.NewTenantAsync(), json);
        var problem = await answer.ShouldBeProblemAsync(400, "invalid-response");
        var fields = problem.GetProperty("faults").EnumerateArray().Select(fault => fault.Text("field").Split('.')[0]).ToList();
        if (field != "$")
            fields.ShouldContain(field, problem.GetRawText());
        fields.ShouldNotBeEmpty();
    }

    [Theory]
    [MemberData(nameof(BadResponses))]
    public async Task PostLines_BadLineAmongGoodOnes_TakesTheGoodOnes(string field, string json)
    {
        var tenant = await fixture.NewTenantAsync();
        const string Good1 = "{\"id\":\"g-1\",\"score\":9," + Rest;
        const string Good2 = "{\"id\":\"g-2\",\"score\":3," + Rest;
        using var answer = await fixture.App.PostLinesAsync(tenant, Good1 + "\n" + json + "\n" + Good2);
        var summary = await answer.ShouldBeJsonAsync(HttpStatusCode.OK);
        summary.Count("accepted").ShouldBe(2, field);
        summary.Count("rejected").ShouldBe(1);
        summary.Count("lines").ShouldBe(3);
        var error = summary.GetProperty("errors").EnumerateArray().Single();
        error.Count("line").ShouldBe(2);
        error.Text("code").ShouldBe("invalid-response");
        error.Text("detail").ShouldNotBeNullOrEmpty();
    }

    [Theory]
    [InlineData("हिन्दी चैनल")]
    [InlineData("ช่องทางไทย")]
    [InlineData("قناة الدعم")]
    [InlineData("Über-Straße")]
    [InlineData("客服热线")]
    public async Task Post_NameInAnotherScript_IsTakenAndFoundAgain(string channel)
    {
        var tenant = await fixture.NewTenantAsync();
        using var answer = await fixture.App.PostAsync(
            tenant, $$"""{"id":"r-1","score":9,"channel":"{{channel}}","touchpoint":"checkout"}""");
        var position = (await answer.ShouldBeJsonAsync(HttpStatusCode.Created)).Text("position");
        var score = await fixture.App.GetAsync($"/v1/tenants/{tenant}/scores/channel/{Uri.EscapeDataString(channel)}?after={position}");
        score.GetProperty("counts").Count("total").ShouldBe(1);
        score.Text("label").ShouldBe(channel);
    }

    [Fact]
    public async Task Post_InvalidUtf8_IsInvalid()
    {
        var tenant = await fixture.NewTenantAsync();
        var bytes = Encoding.UTF8.GetBytes("{\"id\":\"bad\",\"score\":9,\"comment\":\"x\"," + Rest);
        bytes[Array.IndexOf(bytes, (byte)'x')] = 0xFF;
        using var content = new ByteArrayContent(bytes);
        content.Headers.ContentType = new("application/json");
        using var answer = await fixture.App.Http.PostAsync($"/v1/tenants/{tenant}/responses", content);
        await answer.ShouldBeProblemAsync(400, "invalid-response");
    }

    [Fact]
    public async Task Post_EmptyBody_IsInvalid()
    {
        using var answer = await fixture.App.PostAsync(await fixture.NewTenantAsync(), "");
        await answer.ShouldBeProblemAsync(400, "invalid-response");
    }

    [Fact]
    public async Task Post_FaultyResponse_NeverEchoesCommentOrCustomer()
    {
        var tenant = await fixture.NewTenantAsync();
        using var answer = await fixture.App.PostAsync(
            tenant, "{\"id\":\"bad\",\"score\":12,\"comment\":\"secret-comment\\u0000\",\"customerId\":\"secret-customer\\u0000\"," + Rest);
        (await answer.ShouldBeProblemAsync(400, "invalid-response")).GetRawText().ShouldNotContain("secret");
    }
}
