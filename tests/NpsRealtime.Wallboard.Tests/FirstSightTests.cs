using System.Text.RegularExpressions;
using Microsoft.Playwright;
using NpsRealtime.Testing;

namespace NpsRealtime.Wallboard.Tests;

/// <summary>What a wall shows before its board's code has run.</summary>
[Collection(BrowserCollection.Name)]
public sealed partial class FirstSightTests(BrowserFixture browser)
{
    /// <summary>By so much of the screen's height the large number may move when the board takes its place.</summary>
    private const double MoveMax = 0.03;

    [SkippableTheory]
    [InlineData(1920, 1080)]
    [InlineData(1366, 768)]
    [InlineData(390, 844)]
    public async Task Wall_ItsCodeIsLate_ShowsTheScoreWhereTheBoardWillShowIt(int width, int height)
    {
        Chromium.Require();
        await using var app = await NpsApp.StartAsync();
        await SeededTenants.MakeAsync(app, "usual");
        var late = new TaskCompletionSource();
        var context = await browser.NewContextAsync(new Screen(width, height));
        await context.RouteAsync("**/assets/start-*.js", async route =>
        {
            await late.Task;
            await route.ContinueAsync();
        });
        await using var board = await BoardPage.OpenAsync(context, new Uri(app.Address, "/t/usual"), waitUntil: WaitUntilState.Commit);

        await Assertions.Expect(board.Named("nps")).ToHaveTextAsync(new Regex(@"^[+−]\d"));
        (await board.Page.Locator(".board").CountAsync()).ShouldBe(0);
        await Assertions.Expect(board.Page.Locator("h1")).ToHaveTextAsync("usual");
        var (first, at) = (await board.Named("nps").InnerTextAsync(), await PlaceAsync(board));
        await board.ShootAsync($"first-sight-{width}x{height}");
        (await board.OverlapsAsync()).ShouldBeEmpty();

        late.SetResult();
        await board.SeeContactAsync("Live");
        await board.SettleAsync();
        (await board.Page.Locator(".first-sight").CountAsync()).ShouldBe(0);
        (await board.Named("nps").InnerTextAsync()).ShouldBe(first);
        var then = await PlaceAsync(board);
        (Math.Abs(then.X - at.X) / height).ShouldBeLessThan(MoveMax);
        (Math.Abs(then.Y - at.Y) / height).ShouldBeLessThan(MoveMax);
        board.ShouldBeWithoutFaults();
    }

    /// <summary>The first score is written without the browser's own formats, which a slow set needs a tenth of a second for.</summary>
    [SkippableFact]
    public async Task Score_LanguagesThatAreListed_IsWrittenAsTheBrowserWouldWriteIt()
    {
        Chromium.Require();
        var source = await File.ReadAllTextAsync(Path.Combine(Repository.Folder, "src", "wallboard", "src", "first", "firstFormat.ts"));
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
        Chromium.Require();
        await using var app = await NpsApp.StartAsync();
        await app.PutTenantAsync("acme");
        await using var board = await browser.OpenAsync(new Uri(app.Address, "/t/acme"));

        await Assertions.Expect(board.Page.GetByText("No answers yet")).ToBeVisibleAsync();
        (await board.Page.Locator(".first-sight").CountAsync()).ShouldBe(0);
    }

    [GeneratedRegex(@"^  '(?<separator>[.,])': '(?<languages>[a-z -]+)'", RegexOptions.Multiline)]
    private static partial Regex Separators();

    /// <summary>Where the middle of the large number is.</summary>
    private static async Task<(double X, double Y)> PlaceAsync(BoardPage board)
    {
        var box = (await board.Named("nps").Locator("xpath=following-sibling::*[1]").BoundingBoxAsync())!;
        return (box.X + (box.Width / 2), box.Y + (box.Height / 2));
    }
}
