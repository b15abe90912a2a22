using System.Text.RegularExpressions;
using Microsoft.Playwright;
using NpsRealtime.Testing;

namespace NpsRealtime.Wallboard.Tests;

/// <summary>From one view to the next and back, and that nothing old stands under the name of something new.</summary>
[Collection(BrowserCollection.Name)]
public sealed class NavigationTests(BrowserFixture browser)
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly PageAssertionsToHaveURLOptions Patient = new() { Timeout = 20_000 };

    [SkippableFact]
    public async Task Tile_Clicked_OpensItsKeyOverTheSameWindowAndTheWayBackKeepsIt()
    {
        await using var app = await StartAsync();
        await using var view = await browser.OpenAsync(new Uri(app.Address, "/t/acme?window=8h"), new Screen(1366, 768));

        await view.Page.GetByRole(AriaRole.Link, new() { Name = "Look into Returns" }).ClickAsync();

        await Assertions.Expect(view.Page).ToHaveURLAsync(new Regex("/t/acme/explore\\?key=touchpoint%2Freturns&window=8h"), Patient);
        await Assertions.Expect(view.Named("comparison")).ToContainTextAsync("Last 8 hours", new() { Timeout = 20_000 });
        await view.Page.GetByRole(AriaRole.Link, new() { Name = "Wallboard" }).ClickAsync();
        await Assertions.Expect(view.Page).ToHaveURLAsync(new Regex("/t/acme\\?window=8h"), Patient);
        view.ShouldBeWithoutFaults();
    }

    [SkippableFact]
    public async Task Explore_BackButton_GoesToTheQuestionBefore()
    {
        await using var app = await StartAsync();
        await using var view = await browser.OpenAsync(new Uri(app.Address, "/t/acme/explore"), new Screen(1366, 768));
        var picked = view.Page.Locator("select:has(option[value='24h'])");
        await picked.SelectOptionAsync("8h");
        await Assertions.Expect(view.Named("comparison")).ToContainTextAsync("Last 8 hours", new() { Timeout = 20_000 });

        await view.Page.GoBackAsync();

        await Assertions.Expect(picked).ToHaveValueAsync("24h");
        await Assertions.Expect(view.Named("comparison")).ToContainTextAsync("Last 24 hours", new() { Timeout = 20_000 });
        view.ShouldBeWithoutFaults();
    }

    [SkippableFact]
    public async Task Address_OfNothing_SaysSoAndLeadsOn()
    {
        await using var app = await StartAsync();
        await using var view = await browser.OpenAsync(new Uri(app.Address, "/nonsense"), new Screen(1366, 768));
        await Assertions.Expect(view.Title).ToHaveTextAsync("There is no such page");
        await view.Page.GetByRole(AriaRole.Link, new() { Name = "All tenants" }).ClickAsync();
        await Assertions.Expect(view.Title).ToHaveTextAsync("Choose a wallboard");
    }

    /// <summary>Each answer is held back in turn: what is shown of the question before is dimmed, and told to readers as busy.</summary>
    [SkippableTheory]
    [InlineData("**/compare/**")]
    [InlineData("**/breakdown/**")]
    [InlineData("**/scores/**")]
    public async Task Explore_AnswerHeldBack_LeavesNothingOldUnderTheNewQuestion(string held)
    {
        await using var app = await StartAsync();
        await using var view = await browser.OpenAsync(new Uri(app.Address, "/t/acme/explore"), new Screen(1366, 768));
        var columns = view.Page.Locator(".column");
        await Assertions.Expect(columns.First).ToHaveAttributeAsync("aria-busy", "false", new() { Timeout = 20_000 });
        var release = new TaskCompletionSource();
        await view.Page.RouteAsync(held, async route =>
        {
            await release.Task;
            await route.ContinueAsync();
        });

        await view.Page.Locator("select:has(option[value='24h'])").SelectOptionAsync("7d");

        await Assertions.Expect(columns.First).ToHaveAttributeAsync("aria-busy", "true");
        await Assertions.Expect(columns.Last).ToHaveAttributeAsync("aria-busy", "true");
        await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System);
        await Assertions.Expect(columns.Last).ToHaveAttributeAsync("aria-busy", "true");
        release.SetResult();
        await Assertions.Expect(columns.First).ToHaveAttributeAsync("aria-busy", "false", new() { Timeout = 20_000 });
    }

    /// <summary>Seven days under "Last 24 hours", while the server was away, is what was seen.</summary>
    [SkippableFact]
    public async Task Board_OtherWindowWhileTheServerIsAway_IsNotShownAsItsScore()
    {
        var app = await StartAsync();
        await using var view = await browser.OpenAsync(new Uri(app.Address, "/t/acme?window=7d"), new Screen(1366, 768));
        await view.SeeContactAsync("Live");
        await Assertions.Expect(view.Page.Locator("main")).ToHaveAttributeAsync("aria-busy", "false");
        await app.DisposeAsync();

        await view.Page.GetByRole(AriaRole.Button, new() { Name = "24 h" }).ClickAsync();

        await Assertions.Expect(view.Page.Locator("main")).ToHaveAttributeAsync("aria-busy", "true");
        await Task.Delay(TimeSpan.FromSeconds(2), TimeProvider.System);
        await Assertions.Expect(view.Page.Locator("main")).ToHaveAttributeAsync("aria-busy", "true");
    }

    [SkippableFact]
    public async Task Board_KeyOfSigns_IsOneTapAway()
    {
        await using var app = await StartAsync();
        await using var view = await browser.OpenAsync(new Uri(app.Address, "/t/acme"), new Screen(390, 844));
        await view.SeeContactAsync("Live");
        await view.Page.GetByRole(AriaRole.Button, new() { Name = "What the signs mean" }).ClickAsync();
        await Assertions.Expect(view.Named("signs")).ToContainTextAsync("Lower than its own usual");
        await view.Page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(view.Named("signs")).ToHaveCountAsync(0);
        view.ShouldBeWithoutFaults();
    }

    /// <summary>A third each is 33, 33 and 34.</summary>
    [SkippableFact]
    public async Task Board_Shares_SumToAHundred()
    {
        Chromium.Require();
        await using var app = await Acme.StartAsync();
        await new PastResponses(app, "acme").Add(10, 9, Minute, Minute).Add(10, 7, Minute, Minute).Add(10, 2, Minute, Minute).SendAsync();
        await using var view = await browser.OpenAsync(new Uri(app.Address, "/t/acme"));
        await view.SeeTotalAsync(30);
        var shares = await view.Page.Locator(".share").AllInnerTextsAsync();
        shares.Select(share => int.Parse(share.TrimEnd('%', ' ', '\u00a0'), System.Globalization.CultureInfo.InvariantCulture)).Sum().ShouldBe(100);
    }

    private static async Task<NpsApp> StartAsync()
    {
        Chromium.Require();
        var app = await Acme.StartAsync();
        using (await app.PostLinesAsync("acme", string.Join('\n', Enumerable.Range(0, 40).Select(index => $$"""{"id":"n{{index}}","score":{{index % 11}},"channel":"Web","touchpoint":"Returns"}"""))))
        {
        }

        return app;
    }
}
