using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using NpsRealtime.Web.Problems;
using NpsRealtime.Web.Tests.Support;

namespace NpsRealtime.Web.Tests.Problems;

public partial class ProblemTests(AppFixture fixture) : IClassFixture<AppFixture>
{
    [Fact]
    public void Catalogue_EveryKind_IsWhole()
    {
        ProblemCatalogue.ByCode.Count.ShouldBeGreaterThan(20);
        foreach (var (code, kind) in ProblemCatalogue.ByCode)
        {
            code.ShouldMatch("^[a-z]+(-[a-z]+)*$");
            kind.Status.ShouldBeInRange(400, 599);
            kind.Title.ShouldNotBeNullOrWhiteSpace();
            kind.Meaning.ShouldEndWith(".");
            kind.Advice.ShouldEndWith(".");
        }
    }

    [Fact]
    public async Task Page_OfEveryKind_ExplainsIt()
    {
        foreach (var kind in ProblemCatalogue.ByCode.Values)
        {
            using var page = await fixture.App.Http.GetAsync(kind.Type);
            page.StatusCode.ShouldBe(HttpStatusCode.OK);
            page.Content.Headers.ContentType!.MediaType.ShouldBe("text/html");
            (await page.Content.ReadAsStringAsync()).ShouldContain(WebUtility.HtmlEncode(kind.Advice));
        }

        using var unknown = await fixture.App.Http.GetAsync("/problems/nope");
        await unknown.ShouldBeProblemAsync(404, "not-found");
        (await fixture.App.Http.GetStringAsync("/problems")).ShouldContain("/problems/response-conflict");
    }

    /// <summary>Statuses that documentation promises are the catalogue's: what OpenAPI declares names its codes.</summary>
    [Fact]
    public async Task OpenApi_DeclaresEveryEndpointWithItsProblems()
    {
        var document = await fixture.App.GetAsync("/openapi/v1.json");
        var paths = document.GetProperty("paths");
        string[] expected =
        [
            "/v1/tenants", "/v1/tenants/{tenant}", "/v1/tenants/{tenant}/responses", "/v1/tenants/{tenant}/responses/{id}",
            "/v1/tenants/{tenant}/scores", "/v1/tenants/{tenant}/scores/{key}", "/v1/tenants/{tenant}/history/{key}",
            "/v1/tenants/{tenant}/stream", "/v1/tenants/{tenant}/export", "/v1/tenants/{tenant}/recount",
            "/health/live", "/health/ready", "/v1/meta",
        ];
        var declared = paths.EnumerateObject().Select(path => path.Name).ToList();
        expected.Except(declared).ShouldBeEmpty();
        var post = paths.GetProperty("/v1/tenants/{tenant}/responses").GetProperty("post");
        var statuses = post.GetProperty("responses").EnumerateObject().Select(status => status.Name).ToList();
        string[] promised = ["200", "201", "400", "401", "403", "404", "408", "409", "410", "413", "415", "429", "500", "503"];
        statuses.Order(StringComparer.Ordinal).ShouldBe(promised);
        var content = post.GetProperty("requestBody").GetProperty("content");
        content.EnumerateObject().Select(type => type.Name).ShouldBe(["application/json", "application/x-ndjson"]);
        foreach (Match code in Codes().Matches(document.GetRawText()))
            ProblemCatalogue.ByCode.Keys.ShouldContain(code.Groups[1].Value);
    }

    [Theory]
    [InlineData("GET", "/nowhere", 404, "not-found")]
    [InlineData("GET", "/v1/nowhere", 404, "not-found")]
    [InlineData("POST", "/v1/tenants", 405, "method-not-allowed")]
    [InlineData("PATCH", "/v1/tenants/x/responses/y", 405, "method-not-allowed")]
    [InlineData("PATCH", "/v1/tenants/x/responses", 405, "method-not-allowed")]
    public async Task Request_NoSuchRoute_IsAProblem(string method, string path, int status, string code)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var answer = await fixture.App.Http.SendAsync(request);
        await answer.ShouldBeProblemAsync(status, code);
    }

    [Fact]
    public async Task Meta_ListsEveryLimitWithItsMeaning()
    {
        var meta = await fixture.App.GetAsync("/v1/meta");
        meta.GetProperty("windows").EnumerateArray().Select(window => window.GetString()).ShouldContain("today");
        var limits = meta.GetProperty("limits").EnumerateArray().ToList();
        var options = ((Type[])[typeof(Scoring.ScoringOptions), typeof(WebOptions), typeof(Web.Access.AccessOptions), typeof(Web.RateLimits.RateLimitOptions)])
            .SelectMany(type => type.GetProperties()).Count(property => property.IsDefined(typeof(System.ComponentModel.DataAnnotations.RangeAttribute), inherit: false));
        limits.Count.ShouldBe(options);
        foreach (var limit in limits)
        {
            limit.Text("doc").ShouldNotBeNullOrEmpty(limit.Text("name"));
            limit.Count("value").ShouldBeInRange(limit.Count("min"), limit.Count("max"));
        }
    }

    [Fact]
    public async Task Health_IsLiveAndReady()
    {
        (await fixture.App.GetAsync("/health/live")).Text("status").ShouldBe("live");
        var ready = await fixture.App.GetAsync("/health/ready");
        ready.Text("status").ShouldBe("ready");
        ready.GetProperty("storeReachable").GetBoolean().ShouldBeTrue();
    }

    /// <summary>Random bytes to every address: nothing but 2xx and 4xx ever comes back, and every 4xx is a problem.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Request_RandomBytes_NeverCausesA5xx(int seed)
    {
        var random = new Random(seed);
        var tenant = await fixture.NewTenantAsync();
        string[] paths = ["", "/responses", "/responses/x", "/scores/", "/scores/channel/", "/history/", "/scores?cursor=", "/history/tenant?from=", "/stream?score="];
        string[] methods = ["GET", "POST", "PUT", "DELETE"];
        string[] types = ["application/json", "application/x-ndjson", "text/plain"];
        for (var round = 0; round < 400; round++)
        {
            var bytes = new byte[random.Next(0, 60)];
            random.NextBytes(bytes);
            var path = $"/v1/tenants/{tenant}{paths[random.Next(paths.Length)]}{Uri.EscapeDataString(Encoding.Latin1.GetString(bytes)).Replace("%00", "", StringComparison.Ordinal)}";
            using var request = new HttpRequestMessage(new HttpMethod(methods[random.Next(methods.Length)]), path);
            request.Content = new ByteArrayContent(bytes);
            request.Content.Headers.ContentType = new(types[random.Next(types.Length)]);
            using var answer = await fixture.App.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            ((int)answer.StatusCode).ShouldBeLessThan(500, $"seed {seed}, round {round}: {request.Method} {path}");
            if ((int)answer.StatusCode >= 400)
                answer.Content.Headers.ContentType?.MediaType.ShouldBe("application/problem+json", path);
        }
    }

    [GeneratedRegex(@"""([a-z]+(?:-[a-z]+)+): [A-Z]")]
    private static partial Regex Codes();
}
