using Microsoft.Playwright;
using NpsRealtime.Testing;

namespace NpsRealtime.Wallboard.Tests;

[Collection(BrowserCollection.Name)]
public sealed class LiveBoardTests(BrowserFixture browser)
{
    [SkippableFact]
    public async Task Board_ResponsePosted_IsSeenOnScreen()
    {
        Chromium.Require();
        await using var app = await NpsApp.StartAsync();
        await app.PutTenantAsync("acme", "Europe/Berlin");
        await app.AcceptAsync("acme", 9);
        await using var board = await browser.OpenAsync(new Uri(app.Address, "/t/acme"));
        await board.SeeContactAsync("Live");
        await board.SeeNpsAsync("+100");

        await app.AcceptAsync("acme", 3);

        await board.SeeTotalAsync(2);
        await board.SeeNpsAsync("0.0");
        await Assertions.Expect(board.Named("promoters")).ToHaveTextAsync("1");
        await Assertions.Expect(board.Named("passives")).ToHaveTextAsync("0");
        await Assertions.Expect(board.Named("detractors")).ToHaveTextAsync("1");
        await Assertions.Expect(board.Named("last-response")).ToContainTextAsync(new System.Text.RegularExpressions.Regex("just now|s ago"));
        board.ShouldBeWithoutFaults();
    }

    [SkippableFact]
    public async Task Board_ChannelBornLater_GetsATile()
    {
        await using var app = await Acme.StartAsync();
        await app.ShowEveryScoreAsync("acme");
        await app.AcceptAsync("acme", 9, channel: "Web Chat");
        await using var board = await browser.OpenAsync(new Uri(app.Address, "/t/acme"));
        await Assertions.Expect(board.Tile("channel/web-chat")).ToContainTextAsync("Web Chat");

        await app.AcceptAsync("acme", 0, channel: "Phone", touchpoint: "Support");

        await Assertions.Expect(board.Tile("channel/phone")).ToContainTextAsync("−100");
        await Assertions.Expect(board.Tile("touchpoint/support")).ToContainTextAsync("Support");
        board.ShouldBeWithoutFaults();
    }

    [SkippableFact]
    public async Task Board_FirstResponse_EndsTheWaiting()
    {
        await using var app = await Acme.StartAsync();
        await using var board = await browser.OpenAsync(new Uri(app.Address, "/t/acme"));
        await Assertions.Expect(board.Page.GetByText("No answers yet")).ToBeVisibleAsync();

        await app.AcceptAsync("acme", 8);

        await board.SeeNpsAsync("0.0");
        await Assertions.Expect(board.Page.Locator(".trend canvas")).ToBeVisibleAsync();
        board.ShouldBeWithoutFaults();
    }

    [SkippableFact]
    public async Task Picker_OtherWindow_CountsItAndStaysInTheAddress()
    {
        await using var app = await Acme.StartAsync();
        await app.AcceptAsync("acme", 10);
        var old = TimeProvider.System.GetUtcNow().AddDays(-3).ToString("O");
        using (await app.PostAsync("acme", $$"""{"id":"old","score":0,"channel":"web","touchpoint":"checkout","respondedAt":"{{old}}"}"""))
        {
            await using var board = await browser.OpenAsync(new Uri(app.Address, "/t/acme?window=1h"));
            await board.SeeTotalAsync(1);

            await board.Page.GetByRole(AriaRole.Button, new() { Name = "7 d" }).ClickAsync();
            await board.SeeTotalAsync(2);
            await Assertions.Expect(board.Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex(@"\?window=7d$"));

            await board.Page.ReloadAsync();
            await board.SeeTotalAsync(2);

            foreach (var window in (string[])["All", "Today", "8 h", "24 h", "30 d"])
                await board.Page.GetByRole(AriaRole.Button, new() { Name = window, Exact = true }).ClickAsync();
            await Assertions.Expect(board.Page.Locator(".panel.hero")).ToContainTextAsync("Last 30 days");
            await board.SeeTotalAsync(2);
            await app.AcceptAsync("acme", 10);
            await board.SeeTotalAsync(3);
            board.ShouldBeWithoutFaults();
        }
    }

    [SkippableFact]
    public async Task Tile_TooFewResponses_HidesItsScoreAndSaysWhy()
    {
        await using var app = await Acme.StartAsync();
        await app.AcceptAsync("acme", 0, channel: "Phone");
        await using var board = await browser.OpenAsync(new Uri(app.Address, "/t/acme"));

        await Assertions.Expect(board.Tile("channel/phone")).ToContainTextAsync("1 of 10");
        await Assertions.Expect(board.Tile("channel/phone")).Not.ToContainTextAsync("100");
        for (var more = 0; more < 9; more++)
            await app.AcceptAsync("acme", 0, channel: "Phone");
        await Assertions.Expect(board.Tile("channel/phone")).ToContainTextAsync("−100");
        board.ShouldBeWithoutFaults();
    }

    [SkippableFact]
    public async Task Board_KeyD_ShowsHowLongResponsesTake()
    {
        await using var app = await Acme.StartAsync();
        await app.AcceptAsync("acme", 9);
        await using var board = await browser.OpenAsync(new Uri(app.Address, "/t/acme"));
        await board.SeeContactAsync("Live");
        await board.Page.Keyboard.PressAsync("d");
        await app.AcceptAsync("acme", 9);

        await Assertions.Expect(board.Named("details-measured")).ToHaveTextAsync("1");
        await Assertions.Expect(board.Named("details-delay")).ToContainTextAsync(" ms");
        await board.Page.Keyboard.PressAsync("d");
        await Assertions.Expect(board.Named("details")).ToHaveCountAsync(0);
    }
}
