using System.Text.RegularExpressions;
using Microsoft.Playwright;
using NpsRealtime.Testing;

namespace NpsRealtime.Wallboard.Tests;

/// <summary>What a wall shows before its board's code has run.</summary>
[Collection(BrowserCollection.Name)]
public sealed partial class FirstSightTests(BrowserFixture browser, Xunit.Abstractions.ITestOutputHelper output)
{
    /// <summary>By so many pixels the large number may move when the board takes its place: fewer than anybody sees across a room.</summary>
    private const double PixelsMax = 6;

    /// <summary>
    /// Notes at each change of the page how many titles and large scores there are for people to see or to hear, and keeps the most: the
    /// board makes itself behind the first sight.
    /// </summary>
    private const string CountsTitlesAndScores =
        """
        window.most = [0, 0];
        new MutationObserver(() => {
          const now = ['h1', '[data-testid=nps]'].map((part) => [...document.querySelectorAll(part)].filter((one) => one.checkVisibility({ visibilityProperty: true })).length);
          window.most = window.most.map((most, index) => Math.max(most, now[index]));
        }).observe(document, { childList: true, subtree: true });
        """;

    [SkippableTheory]
    [InlineData("/t/usual", 1920, 1080)]
    [InlineData("/t/usual", 1366, 768)]
    [InlineData("/t/usual", 390, 844)]
    [InlineData("/t/usual/board/lobby", 1366, 768)]
    [InlineData("/t/usual/board/lobby", 390, 844)]
    public async Task Wall_ItsCodeIsLate_ShowsTheScoreWhereTheBoardWillShowIt(string path, int width, int height)
    {
        Chromium.Require();
        await using var app = await NpsApp.StartAsync();
        await SeededTenants.MakeAsync(app, "usual");
        await app.PutAsync("usual", "boards/lobby", """{"name":"Lobby","hero":{"key":"channel/channel-3"},"window":"24h"}""");
        await StaysWhereItIsAsync(new Uri(app.Address, path), new Screen(width, height), path.EndsWith("lobby", StringComparison.Ordinal) ? "Lobby" : "usual");
    }

    [SkippableTheory]
    [InlineData(1366, 768, false)]
    [InlineData(390, 844, false)]
    [InlineData(1366, 768, true)]
    [InlineData(390, 844, true)]
    public async Task Link_ItsCodeIsLate_ShowsTheScoreWhereTheBoardWillShowIt(int width, int height, bool isOfBoard)
    {
        Chromium.Require();
        await using var server = await KeyedServer.StartAsync();
        await server.App.PutAsync("acme", "boards/lobby", """{"name":"Lobby","window":"24h"}""");
        var token = await (isOfBoard ? server.BoardLinkAsync("lobby") : server.LinkAsync("channel/web", "touchpoint/*"));
        await StaysWhereItIsAsync(new Uri(server.App.Address, $"/t/acme#link={token}"), new Screen(width, height), isOfBoard ? "Lobby" : "acme");
    }

    /// <summary>The first score is written without the browser's own formats, which a slow set needs a tenth of a second for.</summary>
    [SkippableFact]
    public async Task Score_LanguagesThatAreListed_IsWrittenAsTheBrowserWouldWriteIt()
    {
        Chromium.Require();
        var source = await File.ReadAllTextAsync(Path.Combine(Repository.Folder, "src", "wallboard", "src", "firstPaint", "firstFormat.ts"));
        var listed = Separators().Matches(source)
            .SelectMany(line => line.Groups["languages"].Value.Split(' ').Select(language => new[] { language, line.Groups["separator"].Value })).ToArray();
        listed.Length.ShouldBeGreaterThan(40);
        await using var scratch = await browser.OpenAsync(new Uri("about:blank"));

        var unlike = await scratch.Page.EvaluateAsync<string[]>(
            """
            (listed) => listed.flatMap(([language, separator]) => {
              if (Intl.NumberFormat.supportedLocalesOf(language).length === 0) return [`${language} is not known`];
              const format = new Intl.NumberFormat([language], { signDisplay: 'exceptZero', minimumFractionDigits: 1, maximumFractionDigits: 1 });
              return [[42.5, '+42_5'], [-7.3, '−7_3'], [0, '0_0']]
                .map(([nps, expected]) => [format.format(nps).replace('-', '−'), expected.replace('_', separator)])
                .filter(([seen, expected]) => seen !== expected)
                .map(([seen, expected]) => `${language}: ${seen} and not ${expected}`);
            })
            """,
            listed);

        unlike.ShouldBeEmpty();
    }

    [SkippableTheory]
    [InlineData("de-DE", ",")]
    [InlineData("ar-EG", "٫")]
    public async Task Wall_AnotherLanguage_WritesItsFirstScoreInIt(string language, string separator)
    {
        Chromium.Require();
        await using var app = await NpsApp.StartAsync();
        await SeededTenants.MakeAsync(app, "usual");
        var context = await browser.NewContextAsync(language: language);
        await context.RouteAsync("**/assets/start-*.js", _ => Task.CompletedTask);
        await using var board = await BoardPage.OpenAsync(context, new Uri(app.Address, "/t/usual"), waitUntil: WaitUntilState.Commit);

        await Assertions.Expect(board.Named("nps")).ToContainTextAsync(separator);
        (await board.Page.Locator(".first-sight").CountAsync()).ShouldBe(1);
    }

    [SkippableFact]
    public async Task Wall_NothingCounted_LeavesTheFirstWordToTheBoard()
    {
        await using var app = await Acme.StartAsync();
        await using var board = await browser.OpenAsync(new Uri(app.Address, "/t/acme"));

        await Assertions.Expect(board.Page.GetByText("No answers yet")).ToBeVisibleAsync();
        (await board.Page.Locator(".first-sight").CountAsync()).ShouldBe(0);
    }

    [GeneratedRegex(@"^  '(?<separator>[.,])': '(?<languages>[a-z -]+)'", RegexOptions.Multiline)]
    private static partial Regex Separators();

    /// <summary>Opens a wall whose code comes late, and holds the place of its first score against those that follow.</summary>
    private async Task StaysWhereItIsAsync(Uri address, Screen screen, string title)
    {
        var late = new TaskCompletionSource();
        var context = await browser.NewContextAsync(screen);
        await context.AddInitScriptAsync(CountsTitlesAndScores);
        await context.RouteAsync("**/assets/start-*.js", async route =>
        {
            await late.Task;
            await route.ContinueAsync();
        });
        await using var board = await BoardPage.OpenAsync(context, address, waitUntil: WaitUntilState.Commit);

        await Assertions.Expect(board.Named("nps")).ToHaveTextAsync(new Regex(@"^[+−]\d"));
        (await board.Page.Locator(".board").CountAsync()).ShouldBe(0);
        await Assertions.Expect(board.Title).ToHaveTextAsync(title);
        var (first, at) = (await board.Named("nps").InnerTextAsync(), await PlaceAsync(board));
        await board.ShootAsync($"first-sight-{title}-{screen}");
        (await board.OverlapsAsync()).ShouldBeEmpty();

        late.SetResult();
        await Assertions.Expect(board.Page.Locator(".board .score.hero")).ToBeVisibleAsync();
        var asItComes = await PlaceAsync(board);
        await board.SeeContactAsync("Live");
        await board.SettleAsync();
        (await board.Page.Locator(".first-sight").CountAsync()).ShouldBe(0);
        (await board.Page.EvaluateAsync<int[]>("() => window.most")).ShouldBe([1, 1], "Titles and scores at a time.");
        (await board.Named("nps").InnerTextAsync()).ShouldBe(first);
        var then = await PlaceAsync(board);
        output.WriteLine($"{title} on {screen}: at {at}, as the board comes {asItComes}, then {then}.");
        foreach (var later in (Rect[])[asItComes, then])
        {
            Math.Abs(later.X - at.X).ShouldBeLessThan(PixelsMax);
            Math.Abs(later.Y - at.Y).ShouldBeLessThan(PixelsMax);
            Math.Abs(later.Height - at.Height).ShouldBeLessThan(PixelsMax);
        }

        board.ShouldBeWithoutFaults();
    }

    /// <summary>Where the large number is: the digits before its tenth.</summary>
    private static async Task<Rect> PlaceAsync(BoardPage board)
    {
        var box = (await board.Named("nps").Locator("xpath=following-sibling::*[1]/span[2]").BoundingBoxAsync())!;
        return new Rect(box.X, box.Y, box.Height);
    }

    private sealed record Rect(double X, double Y, double Height);
}
