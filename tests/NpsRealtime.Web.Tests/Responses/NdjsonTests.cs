using System.Globalization;
using System.Net;
using System.Text;
using NpsRealtime.Testing;
using NpsRealtime.Web.Tests.Support;

namespace NpsRealtime.Web.Tests.Responses;

public class NdjsonTests(AppFixture fixture) : IClassFixture<AppFixture>
{
    /// <summary>No response is lost for a field too many, and none is left out in silence.</summary>
    [Fact]
    public async Task Post_FieldThatIsNotKnown_IsTakenAndTold()
    {
        await using var app = await NpsApp.StartAsync();
        await app.PutTenantAsync("acme");
        using var one = await app.PostAsync("acme", """{"id":"a","score":9,"channel":"web","touchpoint":"x","coment":"Good","acceptedAt":"2026-01-01T00:00:00Z"}""");
        (await one.ShouldBeJsonAsync(HttpStatusCode.Created)).GetProperty("ignored").EnumerateArray().Select(name => name.GetString()).ShouldBe(["coment"]);
        using var many = await app.PostLinesAsync("acme", """
            {"id":"b","score":9,"channel":"web","touchpoint":"x","coment":"Good"}
            {"id":"c","score":9,"channel":"web","touchpoint":"x","region":"EMEA","coment":"Bad"}
            """);
        var summary = await many.ShouldBeJsonAsync(HttpStatusCode.OK);
        summary.GetProperty("ignored").EnumerateArray().Select(name => name.GetString()).ShouldBe(["coment", "region"]);
        summary.Count("accepted").ShouldBe(2);
        using var plain = await app.PostAsync("acme", """{"id":"d","score":9,"channel":"web","touchpoint":"x"}""");
        (await plain.ShouldBeJsonAsync(HttpStatusCode.Created)).TryGetProperty("ignored", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task PostLines_BrokenJsonInLine3Of10000_TakesTheOther9999()
    {
        var tenant = await fixture.NewTenantAsync();
        var lines = Lines(10_000).ToArray();
        lines[2] = "{\"id\":\"r-2\",\"score\":";
        using var answer = await fixture.App.PostLinesAsync(tenant, string.Join('\n', lines));
        var summary = await answer.ShouldBeJsonAsync(HttpStatusCode.OK);
        summary.GetProperty("complete").GetBoolean().ShouldBeTrue();
        summary.Count("lines").ShouldBe(10_000);
        summary.Count("accepted").ShouldBe(9_999);
        summary.Count("rejected").ShouldBe(1);
        summary.GetProperty("errors").EnumerateArray().Single().Count("line").ShouldBe(3);
        var score = await fixture.App.GetAsync($"/v1/tenants/{tenant}/scores/tenant?after={summary.Text("position")}");
        score.GetProperty("counts").Count("total").ShouldBe(9_999);
    }

    [Fact]
    public async Task PostLines_Twice_CountsDuplicates()
    {
        var tenant = await fixture.NewTenantAsync();
        var body = string.Join('\n', Lines(2_500));
        using (await fixture.App.PostLinesAsync(tenant, body))
        {
        }

        using var again = await fixture.App.PostLinesAsync(tenant, body);
        var summary = await again.ShouldBeJsonAsync(HttpStatusCode.OK);
        summary.Count("duplicates").ShouldBe(2_500);
        summary.Count("accepted").ShouldBe(0);
    }

    [Fact]
    public async Task PostLines_OtherContent_IsConflictOrCorrection()
    {
        var tenant = await fixture.NewTenantAsync();
        using (await fixture.App.PostLinesAsync(tenant, Line(1, 9)))
        {
        }

        using var conflict = await fixture.App.PostLinesAsync(tenant, Line(1, 2) + "\n" + Line(2, 2));
        var refused = await conflict.ShouldBeJsonAsync(HttpStatusCode.OK);
        refused.Count("conflicts").ShouldBe(1);
        refused.Count("accepted").ShouldBe(1);
        var error = refused.GetProperty("errors").EnumerateArray().Single();
        error.Text("id").ShouldBe("r-1");
        error.Text("code").ShouldBe("response-conflict");
        using var corrected = await fixture.App.PostLinesAsync(tenant, Line(1, 2), "?existing=correct");
        (await corrected.ShouldBeJsonAsync(HttpStatusCode.OK)).Count("corrected").ShouldBe(1);
        using var bad = await fixture.App.PostLinesAsync(tenant, Line(1, 2), "?existing=replace");
        await bad.ShouldBeProblemAsync(400, "invalid-parameter");
    }

    [Fact]
    public async Task PostLines_ErasedId_IsRejectedAndListed()
    {
        var tenant = await fixture.NewTenantAsync();
        using (await fixture.App.Http.DeleteAsync($"/v1/tenants/{tenant}/responses/r-1"))
        {
        }

        using var answer = await fixture.App.PostLinesAsync(tenant, Line(1, 9));
        var summary = await answer.ShouldBeJsonAsync(HttpStatusCode.OK);
        summary.Count("rejected").ShouldBe(1);
        summary.GetProperty("errors").EnumerateArray().Single().Text("code").ShouldBe("response-erased");
    }

    [Fact]
    public async Task PostLines_EmptyLinesCrLfAndByteOrderMark_AreFine()
    {
        var tenant = await fixture.NewTenantAsync();
        var body = "\uFEFF" + Line(1, 9) + "\r\n\r\n  \t\r\n\n" + Line(2, 9) + "\r\nbad\r\n";
        using var answer = await fixture.App.PostLinesAsync(tenant, body);
        var summary = await answer.ShouldBeJsonAsync(HttpStatusCode.OK);
        summary.Count("accepted").ShouldBe(2);
        summary.Count("lines").ShouldBe(3);
        summary.GetProperty("errors").EnumerateArray().Single().Count("line").ShouldBe(6);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n\n\r\n")]
    public async Task PostLines_NothingInIt_IsComplete(string body)
    {
        using var answer = await fixture.App.PostLinesAsync(await fixture.NewTenantAsync(), body);
        var summary = await answer.ShouldBeJsonAsync(HttpStatusCode.OK);
        summary.GetProperty("complete").GetBoolean().ShouldBeTrue();
        summary.Count("lines").ShouldBe(0);
    }

    [Fact]
    public async Task PostLines_MoreErrorsThanListed_CountsAllAndListsTheFirst1000InOrder()
    {
        var tenant = await fixture.NewTenantAsync();
        var lines = Lines(3_000).Select((line, index) => index % 2 == 0 ? line : "nonsense");
        using var answer = await fixture.App.PostLinesAsync(tenant, string.Join('\n', lines));
        var summary = await answer.ShouldBeJsonAsync(HttpStatusCode.OK);
        summary.Count("accepted").ShouldBe(1_500);
        summary.Count("rejected").ShouldBe(1_500);
        var listed = summary.GetProperty("errors").EnumerateArray().Select(error => error.Count("line")).ToList();
        listed.ShouldBe(Enumerable.Range(0, 1_000).Select(index => (index * 2L) + 2));
    }

    [Fact]
    public async Task PostLines_LineTooLong_IsRejectedAlone()
    {
        var tenant = await fixture.NewTenantAsync();
        var tooLong = Line(2, 9).Replace("}", ",\"x\":\"" + new string('x', 100_000) + "\"}", StringComparison.Ordinal);
        using var answer = await fixture.App.PostLinesAsync(tenant, Line(1, 9) + "\n" + tooLong + "\n" + Line(3, 9));
        var summary = await answer.ShouldBeJsonAsync(HttpStatusCode.OK);
        summary.Count("accepted").ShouldBe(2);
        summary.GetProperty("errors").EnumerateArray().Single().Text("detail").ShouldContain("longer than 16384 bytes");
    }

    [Fact]
    public async Task PostLines_InvalidUtf8InOneLine_RejectsThatLine()
    {
        var tenant = await fixture.NewTenantAsync();
        var bytes = Encoding.UTF8.GetBytes(string.Join('\n', Line(1, 9), Line(2, 9).Replace("web", "w\u0001b", StringComparison.Ordinal), Line(3, 9)));
        bytes[Array.IndexOf(bytes, (byte)1)] = 0xC0;
        using var content = new ByteArrayContent(bytes);
        content.Headers.ContentType = new("application/x-ndjson");
        using var answer = await fixture.App.Http.PostAsync($"/v1/tenants/{tenant}/responses", content);
        var summary = await answer.ShouldBeJsonAsync(HttpStatusCode.OK);
        summary.Count("accepted").ShouldBe(2);
        summary.Count("rejected").ShouldBe(1);
    }

    [Fact]
    public async Task PostLines_LargerThanTheBoundOfOneResponse_IsTaken()
    {
        var tenant = await fixture.NewTenantAsync();
        var comment = new string('c', 3_000);
        var lines = Enumerable.Range(0, 2_000).Select(index => Line(index, 9).Replace("}", $",\"comment\":\"{comment}\"}}", StringComparison.Ordinal));
        using var answer = await fixture.App.PostLinesAsync(tenant, string.Join('\n', lines));
        (await answer.ShouldBeJsonAsync(HttpStatusCode.OK)).Count("accepted").ShouldBe(2_000);
    }

    internal static string Line(int id, int score) => string.Create(
        CultureInfo.InvariantCulture, $"{{\"id\":\"r-{id}\",\"score\":{score},\"channel\":\"web\",\"touchpoint\":\"checkout\"}}");

    internal static IEnumerable<string> Lines(int count) => Enumerable.Range(0, count).Select(index => Line(index, index % 11));
}
