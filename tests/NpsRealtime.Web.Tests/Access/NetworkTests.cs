using System.Net;
using NpsRealtime.Testing;
using NpsRealtime.Web.Tests.Support;

namespace NpsRealtime.Web.Tests.Access;

/// <summary>Leaving loopback: what listens to other machines, which names, pages and proxies it believes, and who may frame it.</summary>
public sealed class NetworkTests : IDisposable
{
    private const string Page = "https://intranet.example";

    private readonly string _folder = Directory.CreateTempSubdirectory("nps-network-").FullName;

    [Fact]
    public async Task Start_OnAllAddressesWithoutAName_IsRefused()
    {
        await using var process = NpsProcess.Launch(
            Path.Combine(_folder, "nps.db"), NpsProcess.FreePort(), "--Access:Open=false", "--urls", "http://0.0.0.0:0");

        (await process.ExitAsync()).ShouldBe(1, process.Output);

        process.Output.ShouldContain("will not listen on 0.0.0.0");
        process.Output.ShouldContain("--Access:Hosts=");
    }

    [Fact]
    public async Task Start_OnAllAddressesWithANameAndAKey_ServesThatNameToWhoHasTheKey()
    {
        await using var app = await NpsApp.StartAsync(
            "--Access:Open=false", $"--Access:KeyFolder={_folder}", "--Access:Hosts=board.example", "--urls", "http://0.0.0.0:0");
        var key = (await File.ReadAllTextAsync(Path.Combine(_folder, "platform.key"))).Trim();

        (await AskAsync(app, "board.example", key)).ShouldBe(HttpStatusCode.OK);
        (await AskAsync(app, "board.example", key: null)).ShouldBe(HttpStatusCode.Unauthorized);
        (await AskAsync(app, "other.example", key)).ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Origin_Named_IsAnsweredAndAnotherIsNot()
    {
        await using var app = await NpsApp.StartAsync($"--Access:Origins={Page}");

        using var named = await PreflightAsync(app, Page);
        named.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        named.Headers.GetValues("Access-Control-Allow-Origin").ShouldHaveSingleItem().ShouldBe(Page);

        using var other = await PreflightAsync(app, "https://evil.example");
        await other.ShouldBeProblemAsync(403, "foreign-origin");
        other.Headers.Contains("Access-Control-Allow-Origin").ShouldBeFalse();
    }

    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("10.1.2.3, 127.0.0.0/8", true)]
    [InlineData("10.1.2.3", false)]
    [InlineData("", false)]
    public async Task ForwardedHeaders_AreBelievedOnlyFromANamedProxy(string proxies, bool believed)
    {
        await using var app = await NpsApp.StartAsync($"--Access:Proxies={proxies}");

        // A request that came by TLS is told to stay with it, and a name that is not ours is refused: both show who was believed.
        using var secure = await ForwardedAsync(app, "X-Forwarded-Proto", "https");
        secure.Headers.Contains("Strict-Transport-Security").ShouldBe(believed);
        using var renamed = await ForwardedAsync(app, "X-Forwarded-Host", "evil.example");
        renamed.StatusCode.ShouldBe(believed ? HttpStatusCode.BadRequest : HttpStatusCode.OK);
    }

    [SkippableTheory]
    [InlineData("", "frame-ancestors 'self'")]
    [InlineData(Page + ",https://portal.example", "frame-ancestors 'self' " + Page + " https://portal.example")]
    public async Task Page_MayBeFramedByNamedOriginsOnly(string embedders, string wanted)
    {
        await using var app = await NpsApp.StartAsync($"--Access:Embedders={embedders}");

        using var answer = await app.Http.GetAsync("/t/acme");

        Skip.If(answer.StatusCode == HttpStatusCode.NotFound, "This server was built without its screens.");
        answer.Headers.GetValues("Content-Security-Policy").ShouldHaveSingleItem().Split("; ").ShouldContain(wanted);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static async Task<HttpStatusCode> AskAsync(NpsApp app, string host, string? key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, $"http://127.0.0.1:{app.Address.Port}/v1/tenants/acme");
        request.Headers.Host = $"{host}:{app.Address.Port}";
        if (key is not null)
            request.Headers.Authorization = new("Bearer", key);
        using var answer = await app.Http.SendAsync(request);
        return answer.IsSuccessStatusCode ? HttpStatusCode.OK : answer.StatusCode;
    }

    private static Task<HttpResponseMessage> PreflightAsync(NpsApp app, string origin)
    {
        var request = new HttpRequestMessage(HttpMethod.Options, "/v1/tenants/acme/responses");
        request.Headers.Add("Origin", origin);
        request.Headers.Add("Access-Control-Request-Method", "POST");
        return app.Http.SendAsync(request);
    }

    private static Task<HttpResponseMessage> ForwardedAsync(NpsApp app, string header, string value)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/v1/meta");
        request.Headers.Add(header, value);
        return app.Http.SendAsync(request);
    }
}
