using Microsoft.Playwright;
using NpsRealtime.Testing;

namespace NpsRealtime.Wallboard.Tests;

[Collection(BrowserCollection.Name)]
public sealed class EmptyStateTests(BrowserFixture browser)
{
    [SkippableFact]
    public async Task List_NoTenants_TellsHowToMakeOneAndThenShowsIt()
    {
        Chromium.Require();
        await using var app = await NpsApp.StartAsync();
        await using var list = await browser.OpenAsync(app.Address);
        await Assertions.Expect(list.Page.GetByText("No tenants yet")).ToBeVisibleAsync();
        await Assertions.Expect(list.Page.Locator("pre")).ToContainTextAsync("curl -X PUT");
        await list.ShootAsync("no-tenants");

        await app.PutTenantAsync("Acme");

        var link = list.Page.GetByRole(AriaRole.Link, new() { Name = "Acme" });
        await Assertions.Expect(link).ToBeVisibleAsync(new() { Timeout = 10_000 });
        await list.ShootAsync("tenants");
        await link.ClickAsync();
        await list.SeeContactAsync("Live");
        await Assertions.Expect(list.Page).ToHaveURLAsync(new Uri(app.Address, "/t/acme").ToString());
        list.ShouldBeWithoutFaults();
    }

    [SkippableFact]
    public async Task Board_UnknownTenant_SaysSoAndComesToLifeWhenItIsMade()
    {
        Chromium.Require();
        await using var app = await NpsApp.StartAsync();
        await using var board = await browser.OpenAsync(new Uri(app.Address, "/t/nobody"));
        await Assertions.Expect(board.Page.GetByText("There is no tenant “nobody”")).ToBeVisibleAsync();
        await board.ShootAsync("unknown-tenant");

        await app.PutTenantAsync("nobody");

        await board.SeeContactAsync("Live");
    }

    [SkippableTheory]
    [InlineData(10, "+100")]
    [InlineData(0, "−100")]
    [InlineData(7, "0.0")]
    public async Task Board_OneKindOfResponse_ShowsTheEndsOfTheScale(int score, string expected)
    {
        await using var app = await Acme.StartAsync();
        await app.ShowEveryScoreAsync("acme");
        await app.AcceptAsync("acme", score);
        await using var board = await browser.OpenAsync(new Uri(app.Address, "/t/acme"));

        await board.SeeNpsAsync(expected);

        // Nothing is known of earlier days: it can neither have risen nor fallen.
        await Assertions.Expect(board.Tile("channel/web")).ToHaveAttributeAsync("data-change", "unknown");
        board.ShouldBeWithoutFaults();
    }

    [SkippableFact]
    public async Task Board_UnknownWindow_ShowsTheDefaultAndSaysSo()
    {
        await using var app = await Acme.StartAsync();
        await using var board = await browser.OpenAsync(new Uri(app.Address, "/t/acme?window=5y"));

        await Assertions.Expect(board.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("There is no window “5y”");
        await board.SeeContactAsync("Live");
        board.ShouldBeWithoutFaults();
    }

    [SkippableFact]
    public async Task Board_NameOfAnotherScript_IsFoundAndShown()
    {
        Chromium.Require();
        await using var app = await NpsApp.StartAsync();
        await app.PutTenantAsync(Uri.EscapeDataString("ร้านกาแฟ"));
        await app.AcceptAsync(Uri.EscapeDataString("ร้านกาแฟ"), 9, channel: "هاتف", touchpoint: "चेकआउट");
        await using var board = await browser.OpenAsync(new Uri(app.Address, "/t/" + Uri.EscapeDataString("ร้านกาแฟ")));

        await Assertions.Expect(board.Title).ToHaveTextAsync("ร้านกาแฟ");
        await Assertions.Expect(board.Tile("channel/هاتف")).ToContainTextAsync("هاتف");
        await board.ShootAsync("other-scripts");
        board.ShouldBeWithoutFaults();
    }
}
