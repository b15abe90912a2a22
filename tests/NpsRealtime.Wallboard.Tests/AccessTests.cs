using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Playwright;
using NpsRealtime.Testing;

namespace NpsRealtime.Wallboard.Tests;

/// <summary>The screens of a server that asks for keys.</summary>
[Collection(BrowserCollection.Name)]
public sealed class AccessTests(BrowserFixture browser)
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
        (await board.Named("open-to-all").CountAsync()).ShouldBe(0);
    }

    [SkippableFact]
    public async Task Board_WithALink_ShowsItsScoresAndKeepsTheLinkFromTheAddress()
    {
        Chromium.Require();
        await using var server = await KeyedServer.StartAsync();
        using var answer = await server.App.Http.PostAsJsonAsync("/v1/tenants/acme/links", new { name = "Lobby", scores = new[] { "channel/web", "touchpoint/*" } });
        var link = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("token").GetString();
        await using var board = await browser.OpenAsync(new Uri(server.App.Address, $"/t/acme#link={link}"));

        await board.SeeContactAsync("Live");
        await board.SeeNpsAsync("+100");
        await Assertions.Expect(board.Tile("touchpoint/checkout")).ToBeVisibleAsync();
        board.Page.Url.ShouldEndWith("/t/acme");

        await board.Page.ReloadAsync();
        await board.SeeContactAsync("Live");
        board.ShouldBeWithoutFaults();
    }

    [SkippableFact]
    public async Task Board_OfAnOpenServer_SaysSoLoudly()
    {
        Chromium.Require();
        await using var app = await NpsApp.StartAsync();
        await app.PutTenantAsync("acme");
        await using var board = await browser.OpenAsync(new Uri(app.Address, "/t/acme"));

        await Assertions.Expect(board.Named("open-to-all")).ToHaveTextAsync("Open to everyone");
    }
}
