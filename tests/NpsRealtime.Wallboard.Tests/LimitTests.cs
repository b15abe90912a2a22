using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using NpsRealtime.Testing;
using NpsRealtime.Web.Tests.Support;

namespace NpsRealtime.Wallboard.Tests;

/// <summary>What a board says of scores that it can't show as they are: nothing answers for them, or there are too many.</summary>
[Collection(BrowserCollection.Name)]
public sealed class LimitTests(BrowserFixture browser)
{
    private static readonly LocatorAssertionsToContainTextOptions Patient = new() { Timeout = 20_000 };

    [SkippableFact]
    public async Task Board_NothingAnswersForAScore_SaysThatItIsNotLiveAndSinceWhen()
    {
        Chromium.Require();
        await using var app = await NpsApp.StartAsync(FaultyEngine.Register);
        await app.PutTenantAsync("acme");
        await app.ShowEveryScoreAsync("acme");
        await app.AcceptAsync("acme", 9);
        await using var board = await browser.OpenAsync(new Uri(app.Address, "/t/acme"));
        await board.SeeContactAsync("Live");
        var engine = app.Services.GetRequiredService<FaultyEngine>();

        engine.Frozen = "tenant";
        await board.SeeContactAsync("Not live");
        await Assertions.Expect(board.Named("contact")).ToContainTextAsync("1 of 3 scores, last confirmed ", Patient);
        await Assertions.Expect(board.Page.Locator(".hero.unconfirmed")).ToBeVisibleAsync();
        await Assertions.Expect(board.Page.Locator("article.unconfirmed")).ToHaveCountAsync(0);

        // The others go on meanwhile.
        await app.AcceptAsync("acme", 0);
        await Assertions.Expect(board.Tile("channel/web")).ToContainTextAsync("2", Patient);
        await board.SeeTotalAsync(1);
        await board.ShootAsync("unconfirmed");

        engine.Frozen = null;
        await Assertions.Expect(board.Named("contact")).Not.ToContainTextAsync("Not live", new() { Timeout = 20_000 });
        await app.AcceptAsync("acme", 9);
        await board.SeeTotalAsync(3);
        board.ShouldBeWithoutFaults();
    }

    [SkippableFact]
    public async Task Plain_NothingAnswersForTheScore_SaysThatItIsNotLive()
    {
        Chromium.Require();
        await using var app = await NpsApp.StartAsync(FaultyEngine.Register);
        await app.PutTenantAsync("acme");
        await app.AcceptAsync("acme", 9);
        await using var page = await browser.OpenAsync(new Uri(app.Address, "/plain?tenant=acme"));
        var contact = page.Page.Locator("#contact");
        await Assertions.Expect(contact).ToHaveTextAsync("Live", new() { Timeout = 20_000 });

        app.Services.GetRequiredService<FaultyEngine>().Frozen = "tenant";
        await Assertions.Expect(contact).ToContainTextAsync("Not live: last confirmed ", Patient);
        app.Services.GetRequiredService<FaultyEngine>().Frozen = null;
        await Assertions.Expect(contact).ToHaveTextAsync("Live", new() { Timeout = 20_000 });
    }

    [SkippableFact]
    public async Task Board_MoreTouchpointsThanAreCountedByName_ShowsTheRestAndCountsTruly()
    {
        await using var app = await StartBeyondAsync();
        await using var board = await browser.OpenAsync(new Uri(app.Address, "/t/acme"));
        await board.SeeContactAsync("Live");

        var section = board.Page.GetByRole(AriaRole.Region, new() { Name = "Touchpoints" });
        await Assertions.Expect(section.GetByTestId("beyond-limit")).ToHaveTextAsync("150 are counted by name; 50 responses more under “Other”", new() { Timeout = 20_000 });

        // However few tiles there is room for, what stands for a quarter of all responses is among them.
        await Assertions.Expect(board.Tile("touchpoint/~other")).ToBeVisibleAsync();
        await SeeAllAccountedForAsync(board, 151);
        (await board.CutOffAsync()).ShouldBeEmpty("The one channel has room beside 151 touchpoints.");
        await board.ShootAsync("beyond-limit");
        board.ShouldBeWithoutFaults();
    }

    [SkippableFact]
    public async Task Board_OfMoreScoresThanMayBeWatched_SaysHowManyAreNotSent()
    {
        // Two sections of the same kind of key have no more room together than a viewer has: the touchpoints of two segments.
        await using var app = await StartBeyondAsync();
        await app.PutAsync("acme", "boards/all", """{"name":"All","sections":[{"title":"Teams","tiles":[{"key":"segment/team/*"}]},{"title":"Places","tiles":[{"key":"touchpoint/*"}]}]}""");
        await using var board = await browser.OpenAsync(new Uri(app.Address, "/t/acme/board/all"));
        await board.SeeContactAsync("Live");

        // The whole, 200 teams and 151 touchpoints are 352; 163 may be watched.
        await Assertions.Expect(board.Page.GetByTestId("left-out").First).ToContainTextAsync("of them are not sent here: Web:ScoresPerViewerMax", Patient);
        await SeeAllAccountedForAsync(board, 200 + 151);
        await board.ShootAsync("left-out");
        board.ShouldBeWithoutFaults();
    }

    [SkippableFact]
    public async Task Explore_MoreTouchpointsThanAreCountedByName_SaysSoAndWhichOption()
    {
        await using var app = await StartBeyondAsync();
        await using var page = await browser.OpenAsync(new Uri(app.Address, "/t/acme/explore"));

        await Assertions.Expect(page.Named("overflow")).ToHaveTextAsync(
            "150 touchpoints are counted by name, as many as Scoring:TouchpointsMax allows; 50 responses with others stand under “Other”.", new() { Timeout = 20_000 });
        await page.SettleAsync();
        await page.ShootAsync("explore-overflow");
        page.ShouldBeWithoutFaults();
    }

    /// <summary>Waits until the tiles that are seen in sections of many, and those that these say are not, are so many together.</summary>
    private static async Task SeeAllAccountedForAsync(BoardPage board, int scores)
    {
        await board.SettleAsync();
        await board.Page.WaitForFunctionAsync(
            """
            (scores) => {
              const sections = [...document.querySelectorAll('section')].filter((section) => section.querySelectorAll('article.tile').length > 1);
              const more = sections.map((section) => Number(/and ([\d,]+) more/.exec(section.querySelector('h2').textContent)?.[1]?.replace(',', '') ?? 0));
              const tiles = sections.map((section) => section.querySelectorAll('article.tile').length);
              return [...more, ...tiles].reduce((sum, count) => sum + count, 0) === scores && more.some((count) => count > 0);
            }
            """,
            scores,
            new() { Timeout = 20_000 });
    }

    /// <summary>Of 200 touchpoints 150 are counted by name; each response is of a team of its own.</summary>
    private static async Task<NpsApp> StartBeyondAsync()
    {
        Chromium.Require();
        var app = await NpsApp.StartAsync("--Scoring:ChannelsMax", "10", "--Scoring:TouchpointsMax", "150", "--Web:ScoresPerViewerMax", "163");
        await app.PutTenantAsync("acme");
        await app.ShowEveryScoreAsync("acme");
        var lines = Enumerable.Range(0, 200).Select(index =>
            System.Text.Json.JsonSerializer.Serialize(new { id = $"r-{index}", score = index % 11, channel = "web", touchpoint = $"t{index}", segments = new { team = $"team {index}" } }));
        using var answer = await app.PostLinesAsync("acme", string.Join('\n', lines));
        answer.EnsureSuccessStatusCode();
        return app;
    }
}
