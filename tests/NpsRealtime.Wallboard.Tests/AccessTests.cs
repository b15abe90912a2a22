using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using NpsRealtime.Testing;

namespace NpsRealtime.Wallboard.Tests;

/// <summary>The screens of a server that asks for keys.</summary>
[Collection(BrowserCollection.Name)]
public sealed partial class AccessTests(BrowserFixture browser)
{
    [SkippableFact]
    public async Task Board_WithoutAKey_AsksForOneAndOpensWithIt()
    {
        Chromium.Require();
        await using var server = await KeyedServer.StartAsync();
        await using var board = await browser.OpenAsync(new Uri(server.App.Address, "/t/acme"));
        await Assertions.Expect(board.Page.GetByText("This page needs an access key")).ToBeVisibleAsync();

        await board.Page.GetByLabel("Access key").FillAsync("nps_wrong");
        await board.Page.GetByRole(AriaRole.Button, new() { Name = "Open" }).ClickAsync();
        await Assertions.Expect(board.Page.GetByText("The access key was refused")).ToBeVisibleAsync();

        await board.Page.GetByLabel("Access key").FillAsync(server.Key);
        await board.Page.GetByRole(AriaRole.Button, new() { Name = "Open" }).ClickAsync();
        await board.SeeContactAsync("Live");
        await board.SeeNpsAsync("+100");
        await Assertions.Expect(board.Named("open-to-all")).ToHaveCountAsync(0);
    }

    [SkippableFact]
    public async Task Key_Forgotten_IsAskedForAgainAlsoByTheBrowsersOtherPages()
    {
        Chromium.Require();
        await using var server = await KeyedServer.StartAsync();
        await using var board = await browser.OpenAsync(new Uri(server.App.Address, "/t/acme"));
        await board.Page.GetByLabel("Access key").FillAsync(server.Key);
        await board.Page.GetByRole(AriaRole.Button, new() { Name = "Open" }).ClickAsync();
        await board.SeeContactAsync("Live");
        await board.Page.EvaluateAsync("() => { window.isOld = true; }");
        var other = await board.Page.Context.NewPageAsync();
        await other.GotoAsync(new Uri(server.App.Address, "/t/acme/explore").ToString());

        await other.GetByRole(AriaRole.Button, new() { Name = "Forget key" }).ClickAsync();

        await Assertions.Expect(other.GetByText("This page needs an access key")).ToBeVisibleAsync();

        // At once, and not when it asks for something the next time.
        await board.Page.WaitForFunctionAsync("() => window.isOld === undefined");
        await Assertions.Expect(board.Page.GetByText("This page needs an access key")).ToBeVisibleAsync();
        (await other.EvaluateAsync<string?>("localStorage.getItem('nps.key')")).ShouldBeNull();
    }

    [SkippableFact]
    public async Task Board_WithALink_ShowsItsScoresAndKeepsTheLinkFromTheAddress()
    {
        Chromium.Require();
        await using var server = await KeyedServer.StartAsync();
        var link = await server.LinkAsync("channel/web", "touchpoint/*");
        await using var board = await browser.OpenAsync(new Uri(server.App.Address, $"/t/acme#link={link}"));

        await board.SeeContactAsync("Live");
        await board.SeeNpsAsync("+100");
        await Assertions.Expect(board.Tile("touchpoint/checkout")).ToBeVisibleAsync();
        await Assertions.Expect(board.Page).ToHaveURLAsync(new Uri(server.App.Address, "/t/acme").ToString());

        await board.Page.ReloadAsync();
        await board.SeeContactAsync("Live");
        board.ShouldBeWithoutFaults();
    }

    [SkippableFact]
    public async Task Board_WithALinkToAWildcard_LeavesOutWhatIsHidden()
    {
        Chromium.Require();
        await using var server = await KeyedServer.StartAsync();
        await server.App.AcceptAsync("acme", 9, channel: "fax");
        using (var hide = await server.App.Http.PatchAsJsonAsync("/v1/tenants/acme/score-keys/channel/fax", new { visible = false }))
            hide.EnsureSuccessStatusCode();
        var link = await server.LinkAsync("tenant", "channel/*");
        await using var board = await browser.OpenAsync(new Uri(server.App.Address, $"/t/acme#link={link}"));

        await Assertions.Expect(board.Tile("channel/web")).ToBeVisibleAsync();
        await Assertions.Expect(board.Tile("channel/fax")).ToHaveCountAsync(0);
        board.ShouldBeWithoutFaults();
    }

    [SkippableFact]
    public async Task Board_WithALinkToBoardsByTurns_ShowsEachAndNothingElse()
    {
        Chromium.Require();
        await using var server = await KeyedServer.StartAsync();

        // What a board leaves out is as usual, and its link shows that too.
        await server.App.PutAsync("acme", "boards/lobby", """{"name":"Lobby","rotate":["yard"],"seconds":5}""");
        await server.App.PutAsync("acme", "boards/yard", """{"name":"Yard","hero":{"key":"channel/web"},"sections":[]}""");
        await server.App.PutAsync("acme", "boards/office", """{"name":"Office"}""");
        var link = await server.BoardLinkAsync("lobby");
        await using var board = await browser.OpenAsync(new Uri(server.App.Address, $"/t/acme/board/lobby#link={link}"));
        await Assertions.Expect(board.Title).ToHaveTextAsync("Lobby");
        await Assertions.Expect(board.Tile("touchpoint/checkout")).ToBeVisibleAsync();

        await Assertions.Expect(board.Title).ToHaveTextAsync("Yard", new() { Timeout = 60_000 });
        await board.SeeContactAsync("Live");
        board.ShouldBeWithoutFaults();

        using var ask = new HttpRequestMessage(HttpMethod.Get, "/v1/tenants/acme/boards/office");
        ask.Headers.Authorization = new("Bearer", link);
        using var answer = await server.App.Http.SendAsync(ask);
        ((int)answer.StatusCode).ShouldBe(403);
    }

    [SkippableFact]
    public async Task Television_PairedFromALaptop_ShowsItsBoardWithinSeconds()
    {
        Chromium.Require();
        await using var server = await KeyedServer.StartAsync();
        await using var television = await browser.OpenAsync(new Uri(server.App.Address, "/tv"), Screen.Television);
        var code = await CodeAsync(television);
        await television.ShootAsync("tv");

        await using var laptop = await browser.OpenAsync(new Uri(server.App.Address, "/pair"), new Screen(1366, 768));
        await laptop.Page.GetByLabel("The code on the screen").FillAsync(code.ToLowerInvariant());
        await laptop.Page.GetByLabel("Your key").FillAsync(server.Key);
        await laptop.Page.GetByLabel("Tenant").FillAsync("acme");
        await laptop.Page.GetByLabel("Where the screen hangs").FillAsync("Floor 2, by the lift");
        await laptop.ShootAsync("pair");
        var crowding = LongRun.IsAsked ? 1 : Crowding.Measure();
        await laptop.Page.GetByRole(AriaRole.Button, new() { Name = "Show the board there" }).ClickAsync();
        await Assertions.Expect(laptop.Page.Locator("#outcome")).ToHaveTextAsync("Done: the board appears on the screen now.");

        var confirmed = TimeProvider.System.GetTimestamp();
        await television.SeeNpsAsync("+100");
        TimeProvider.System.GetElapsedTime(confirmed).ShouldBeLessThan(TimeSpan.FromSeconds(3) * Math.Max(1, crowding));
        await television.SeeContactAsync("Live");
        await Assertions.Expect(television.Page).ToHaveURLAsync(new Uri(server.App.Address, "/t/acme").ToString());
        television.ShouldBeWithoutFaults();
        laptop.ShouldBeWithoutFaults();
    }

    [SkippableFact]
    public async Task Television_OldAndWithAWrongClock_ShowsACodeAndThenThePlainNumber()
    {
        Chromium.Require();
        await using var server = await KeyedServer.StartAsync();
        await using var television = await browser.OpenAsync(
            new Uri(server.App.Address, "/tv"),
            before: "delete window.fetch; delete String.prototype.replaceAll; delete Element.prototype.replaceChildren; Date.now = () => 4e12; const Time = Date; window.Date = class extends Time { constructor(...given) { super(...(given.length ? given : [4e12])); } };");
        var code = await CodeAsync(television);

        // A second question means that the first code is still good: it was neither given up nor replaced.
        await television.Page.WaitForResponseAsync(answer => answer.Url.Contains("/v1/pairings/", StringComparison.Ordinal));
        (await television.Page.Locator("#code").InnerTextAsync()).ShouldBe(code);
        using (var confirm = await server.App.Http.PostAsJsonAsync($"/v1/tenants/acme/pairings/{code}", new { name = "Lobby", scores = new[] { "tenant" } }))
            confirm.EnsureSuccessStatusCode();

        await Assertions.Expect(television.Page.Locator("#nps")).ToHaveTextAsync("+100");
        await Assertions.Expect(television.Page).ToHaveURLAsync(PlainPage());
    }

    [SkippableFact]
    public async Task Board_OfAnOpenServer_SaysSoLoudly()
    {
        await using var app = await Acme.StartAsync();
        await using var board = await browser.OpenAsync(new Uri(app.Address, "/t/acme"));

        await Assertions.Expect(board.Named("open-to-all")).ToHaveTextAsync("Open to everyone");
    }

    /// <summary>The code that a television shows, with its picture for phones.</summary>
    private static async Task<string> CodeAsync(BoardPage television)
    {
        await Assertions.Expect(television.Page.Locator("#code")).ToHaveTextAsync(SixCharacters());
        await Assertions.Expect(television.Page.Locator("#qr svg")).ToBeVisibleAsync();
        return await television.Page.Locator("#code").InnerTextAsync();
    }

    [GeneratedRegex(@"/plain\?tenant=acme")]
    private static partial Regex PlainPage();

    [GeneratedRegex("^[A-Z0-9]{6}$")]
    private static partial Regex SixCharacters();
}
