using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using NpsRealtime.Testing;

namespace NpsRealtime.Wallboard.Tests;

public sealed partial class ServingTests
{
    /// <summary>Everything that a board loads, compressed.</summary>
    private const long BundleBytesMax = 120_000;

    [Theory]
    [InlineData("/")]
    [InlineData("/t/acme")]
    [InlineData("/t/%E0%B8%A3")]
    public async Task Page_AnyScreen_IsAskedForAnewAndForbidsWhatIsInline(string path)
    {
        await using var app = await NpsApp.StartAsync();
        using var answer = await app.Http.GetAsync(path);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Content.Headers.ContentType!.ToString().ShouldBe("text/html; charset=utf-8");
        answer.Headers.CacheControl!.NoCache.ShouldBeTrue();
        answer.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        policy.ShouldContain("default-src 'none'");
        policy.ShouldNotContain("unsafe");

        // But for the page's own scripts, each by its fingerprint.
        Regex.Count(policy, "'sha256-[^']+'").ShouldBe(2);

        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.IfNoneMatch.Add(answer.Headers.ETag!);
        using var again = await app.Http.SendAsync(request);
        again.StatusCode.ShouldBe(HttpStatusCode.NotModified);
    }

    [Fact]
    public async Task Assets_BrotliTaken_AreCachedForEverAndSmall()
    {
        await using var app = await NpsApp.StartAsync();
        var page = await app.Http.GetStringAsync("/");
        var style = Asset().Matches(page).Select(match => match.Value).Single(path => path.EndsWith(".css", StringComparison.Ordinal));
        var font = FontName().Matches(await app.Http.GetStringAsync(style)).Select(match => match.Value);
        using var opened = await CompressedAsync(app, "/");
        long total = (await opened.Content.ReadAsByteArrayAsync()).Length;
        foreach (var path in (await LoadedByABoardAsync(app, page)).Concat(font).Distinct())
        {
            using var answer = await CompressedAsync(app, path);
            answer.StatusCode.ShouldBe(HttpStatusCode.OK, path);
            answer.Headers.CacheControl!.ToString().ShouldBe("public, max-age=31536000, immutable");
            answer.Headers.Vary.ShouldContain("Accept-Encoding");
            answer.Content.Headers.ContentEncoding.ShouldBe(path.EndsWith(".woff2", StringComparison.Ordinal) ? [] : ["br"]);
            total += (await answer.Content.ReadAsByteArrayAsync()).Length;
        }

        total.ShouldBeInRange(50_000, BundleBytesMax);
    }

    [Theory]
    [InlineData("gzip", "gzip")]
    [InlineData("br;q=0, gzip", "gzip")]
    [InlineData("identity", null)]
    [InlineData("", null)]
    public async Task Script_EncodingTaken_ComesInIt(string accepted, string? expected)
    {
        await using var app = await NpsApp.StartAsync();
        var script = Asset().Matches(await app.Http.GetStringAsync("/")).First(match => match.Value.EndsWith(".js", StringComparison.Ordinal)).Value;
        using var request = new HttpRequestMessage(HttpMethod.Get, script);
        request.Headers.TryAddWithoutValidation("Accept-Encoding", accepted);

        using var answer = await app.Http.SendAsync(request);

        answer.Content.Headers.ContentType!.MediaType.ShouldBe("text/javascript");
        answer.Content.Headers.ContentEncoding.SingleOrDefault().ShouldBe(expected);
    }

    [Fact]
    public async Task Asset_Unknown_IsNotFoundAndNotCached()
    {
        await using var app = await NpsApp.StartAsync();
        using var answer = await app.Http.GetAsync("/assets/index-gone.js");

        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        (answer.Headers.CacheControl?.Public ?? false).ShouldBeFalse();
    }

    private static async Task<HttpResponseMessage> CompressedAsync(NpsApp app, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("br"));
        return await app.Http.SendAsync(request);
    }

    /// <summary>What a wall loads: what its page names, and the parts of the code that these load, but for the other screens.</summary>
    private static async Task<IReadOnlyCollection<string>> LoadedByABoardAsync(NpsApp app, string page)
    {
        var loaded = new HashSet<string>();
        var waiting = new Queue<string>(Asset().Matches(page).Select(match => match.Value));
        while (waiting.TryDequeue(out var path))
        {
            if (!loaded.Add(path) || !path.EndsWith(".js", StringComparison.Ordinal))
                continue;
            foreach (Match part in Part().Matches(await app.Http.GetStringAsync(path)))
            {
                if (!part.Groups["name"].Value.Contains("Page", StringComparison.Ordinal))
                    waiting.Enqueue("/assets/" + part.Groups["name"].Value);
            }
        }

        loaded.ShouldContain(path => path.Contains("/afterFirstPaint-", StringComparison.Ordinal));
        return loaded;
    }

    [GeneratedRegex("/assets/[A-Za-z0-9._-]+")]
    private static partial Regex Asset();

    [GeneratedRegex("[\"'`](?:\\./|/?assets/)(?<name>[A-Za-z0-9_-]+\\.js)[\"'`]")]
    private static partial Regex Part();

    [GeneratedRegex("/assets/[A-Za-z0-9._-]+woff2")]
    private static partial Regex FontName();
}
