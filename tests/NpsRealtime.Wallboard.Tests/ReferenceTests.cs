using Microsoft.Playwright;
using NpsRealtime.Testing;

namespace NpsRealtime.Wallboard.Tests;

/// <summary>
/// The screens beside pictures of how they are to look (references/). After a change that is meant to be seen:
/// <c>NPS_TEST_REFERENCES=write tests/run --filter ReferenceTests Wallboard</c>, and look at what it wrote.
/// </summary>
[Collection(LooksCollection.Name)]
public sealed class ReferenceTests(BrowserFixture browser, Xunit.Abstractions.ITestOutputHelper output)
{
    /// <summary>In so many places of a hundred a screen may look different: the clock, the hours under the trend, another machine's fonts (a serif one makes 7 of them).</summary>
    private const double DifferenceMax = 0.1;

    /// <summary>The same history whatever the hour: how full the present hour is would show in every line.</summary>
    private const string FixedHistory =
        """
        {
          const ask = fetch.bind(window);
          window.fetch = (path, options) => {
            if (!/\/history\//.test(path)) return ask(path, options);
            const query = new URL(path, location.href).searchParams;
            const [from, to] = [Date.parse(query.get('from')), Date.parse(query.get('to'))];
            const count = to - from > 10_000_000 ? 24 : 1;
            const points = Array.from({ length: count }, (_, index) => ({ from: new Date(from + (index * (to - from)) / count).toISOString(), nps: 10 + ((index * 7) % 20), interval: { confidence: 0.95, low: 3.36, high: 38.99 }, counts: { promoters: 40, passives: 20, detractors: 22, total: 82, byScore: [] } }));
            return Promise.resolve(new Response(JSON.stringify({ points }), { headers: { 'content-type': 'application/json' } }));
          };
        }
        """;

    private static bool IsWriting => Environment.GetEnvironmentVariable("NPS_TEST_REFERENCES") == "write";

    private static string Folder => Path.Combine(Repository.Folder, "tests", "NpsRealtime.Wallboard.Tests", "references");

    [SkippableTheory]
    [InlineData("usual", "/t/usual", 1920, 1080, ColorScheme.Dark)]
    [InlineData("usual", "/t/usual", 1366, 768, ColorScheme.Light)]
    [InlineData("crowded", "/t/crowded", 1366, 768, ColorScheme.Dark)]
    [InlineData("empty", "/t/empty", 1366, 768, ColorScheme.Dark)]
    [InlineData("usual", "/t/usual", 390, 844, ColorScheme.Light)]
    [InlineData("usual", "/t/usual/explore", 1366, 768, ColorScheme.Light)]
    public async Task Screen_BesideItsReference_LooksTheSame(string tenant, string path, int width, int height, ColorScheme theme)
    {
        var screen = new Screen(width, height, theme);
        var file = Path.Combine(Folder, $"{path.Trim('/').Replace('/', '-')}-{screen}.png");
        Chromium.Require();
        await using var app = await NpsApp.StartAsync();
        await SeededTenants.MakeAsync(app, tenant);
        await using var board = await browser.OpenAsync(new Uri(app.Address, path), screen, before: FixedHistory);
        await SettleAsync(board, tenant, path);
        await using var scratch = await browser.OpenAsync(new Uri("about:blank"));

        // In the size of the reference, so that both have been scaled down alike.
        var seen = await Picture.SmallAsync(scratch.Page, await board.Page.ScreenshotAsync());

        if (IsWriting)
        {
            Directory.CreateDirectory(Folder);
            await File.WriteAllBytesAsync(file, seen);
            return;
        }

        await ShouldLookLikeAsync(board, scratch.Page, file, seen);
    }

    /// <summary>The README's pictures are references too: it can't go on showing what is no more.</summary>
    [SkippableTheory]
    [InlineData("wallboard", "", 1920, 1080, ColorScheme.Dark)]
    [InlineData("explore", "/explore?window=campaign/faster-delivery&baseline=own", 1366, 900, ColorScheme.Light)]
    public async Task ReadmePicture_BesideTheScreen_LooksTheSame(string name, string view, int width, int height, ColorScheme theme)
    {
        Chromium.Require();
        await using var server = await KeyedServer.StartAsync();
        await Showcase.MakeAsync(server.App);
        var key = $"localStorage.setItem('nps.key', '{server.Key}');";
        await using var board = await browser.OpenAsync(
            new Uri(server.App.Address, $"/t/{Showcase.Tenant}{view}"), new Screen(width, height, theme), before: key + Showcase.History);
        if (view.Length == 0)
            await Assertions.Expect(board.Named("comments")).ToBeVisibleAsync(new() { Timeout = 20_000 });
        else
            await Assertions.Expect(board.Named("since")).ToBeVisibleAsync(new() { Timeout = 20_000 });
        await SettleAsync(board, Showcase.Tenant, view.Length == 0 ? "" : "/explore");
        await using var scratch = await browser.OpenAsync(new Uri("about:blank"));
        var seen = await board.Page.ScreenshotAsync();
        var file = Path.Combine(Repository.Folder, "deploy", "screenshots", name + ".png");
        if (IsWriting)
            await File.WriteAllBytesAsync(file, seen);
        else
            await ShouldLookLikeAsync(board, scratch.Page, file, seen);
    }

    /// <summary>A comparison that calls everything the same would be worth nothing, and one that fails for its machine's fonts even less.</summary>
    [SkippableFact]
    public async Task Comparison_OtherFontsOrABrokenLayout_TellsThemApart()
    {
        Chromium.Require();
        await using var app = await NpsApp.StartAsync();
        await SeededTenants.MakeAsync(app, "usual");
        await using var board = await browser.OpenAsync(new Uri(app.Address, "/t/usual"), Screen.Television);
        await SettleAsync(board, "usual", "/t/usual");
        await using var scratch = await browser.OpenAsync(new Uri("about:blank"));
        var asItIs = await board.Page.ScreenshotAsync();

        async Task<double> DifferenceAfterAsync(string change, string back)
        {
            await board.Page.EvaluateAsync(change);
            await board.SettleAsync();
            var changed = await board.Page.ScreenshotAsync();
            await board.Page.EvaluateAsync(back);
            await board.SettleAsync();
            return await Picture.DifferenceAsync(scratch.Page, asItIs, changed);
        }

        var fonts = await DifferenceAfterAsync("document.body.style.fontFamily = 'DejaVu Serif, serif'", "document.body.style.fontFamily = ''");
        var column = await DifferenceAfterAsync("document.querySelector('main').style.gridTemplateColumns = '1fr 1fr'", "document.querySelector('main').style.gridTemplateColumns = ''");
        var tiles = await DifferenceAfterAsync("document.querySelector('.tiles').style.visibility = 'hidden'", "document.querySelector('.tiles').style.visibility = ''");
        var trend = await DifferenceAfterAsync("document.querySelector('.panel.trend').style.visibility = 'hidden'", "document.querySelector('.panel.trend').style.visibility = ''");
        var theme = await DifferenceAfterAsync("document.documentElement.dataset.theme = 'light'", "document.documentElement.dataset.theme = 'dark'");

        output.WriteLine($"Fonts {fonts:P1}, columns {column:P1}, no tiles {tiles:P1}, no trend {trend:P1}, other theme {theme:P1}.");
        fonts.ShouldBeLessThan(DifferenceMax);
        column.ShouldBeGreaterThan(DifferenceMax);
        tiles.ShouldBeGreaterThan(DifferenceMax);
        trend.ShouldBeGreaterThan(DifferenceMax);
        theme.ShouldBeGreaterThan(DifferenceMax);
    }

    private async Task ShouldLookLikeAsync(BoardPage board, IPage scratch, string file, byte[] seen)
    {
        var reference = await File.ReadAllBytesAsync(file);
        var difference = await Picture.DifferenceAsync(scratch, reference, seen);
        output.WriteLine($"{file}: {difference:P1} of the places differ.");
        if (difference > DifferenceMax)
            await board.ShootAsync($"unlike-{Path.GetFileNameWithoutExtension(file)}");
        difference.ShouldBeLessThanOrEqualTo(DifferenceMax);
    }

    /// <summary>Waits until everything is there and has come to rest.</summary>
    private static async Task SettleAsync(BoardPage board, string tenant, string path)
    {
        if (path.EndsWith("/explore", StringComparison.Ordinal))
            await Assertions.Expect(board.Named("responses").Locator("li").First).ToBeVisibleAsync();
        else
            await board.SeeContactAsync("Live");
        if (tenant != "empty")
            await Assertions.Expect(board.Page.Locator("canvas").First).ToBeVisibleAsync();
        await board.SettleAsync();
    }
}
