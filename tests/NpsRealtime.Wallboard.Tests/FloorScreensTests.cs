using Microsoft.Playwright;
using NpsRealtime.Testing;

namespace NpsRealtime.Wallboard.Tests;

/// <summary>
/// The screens in a browser from which everything was taken that came after Chromium 87: as near to that browser as a machine gets that
/// has none.
/// </summary>
[Collection(BrowserCollection.Name)]
public sealed class FloorScreensTests(BrowserFixture browser)
{
    [SkippableFact]
    public async Task Screens_WithoutWhatCameLater_Work()
    {
        Chromium.Require();
        await using var app = await NpsApp.StartAsync();
        await SeededTenants.MakeAsync(app, "usual");
        await app.PutAsync("usual", "boards/lobby", """{"name":"Lobby","target":40}""");
        foreach (var path in (string[])["/t/usual", "/t/usual/board/lobby"])
        {
            await using var board = await OpenAsync(app, path);
            await board.SeeContactAsync("Live");
            await Assertions.Expect(board.Page.Locator("article.tile")).ToHaveCountAsync(22);
            await Assertions.Expect(board.Named("change")).ToBeVisibleAsync(new() { Timeout = 15_000 });
            await board.Page.Keyboard.PressAsync("d");
            await Assertions.Expect(board.Named("details")).ToBeVisibleAsync();
            board.ShouldBeWithoutFaults();
        }

        await using var explore = await OpenAsync(app, "/t/usual/explore");
        await Assertions.Expect(explore.Named("breakdown").Locator("tbody tr").First).ToBeVisibleAsync(new() { Timeout = 20_000 });
        await Assertions.Expect(explore.Named("responses")).ToContainTextAsync("Answer number", new() { Timeout = 20_000 });
        await explore.Page.GetByLabel("What was done or seen").FillAsync("Moved two people");
        await explore.Page.GetByRole(AriaRole.Button, new() { Name = "Add", Exact = true }).ClickAsync();
        await Assertions.Expect(explore.Named("annotations")).ToContainTextAsync("Moved two people", new() { Timeout = 20_000 });
        explore.ShouldBeWithoutFaults();

        await using var streams = await OpenAsync(app, "/t/usual/streams");
        await Assertions.Expect(streams.Page.GetByText("\"tenant\":\"usual\"").First).ToBeVisibleAsync(new() { Timeout = 20_000 });
        streams.ShouldBeWithoutFaults();
    }

    private async Task<BoardPage> OpenAsync(NpsApp app, string path)
    {
        var page = await browser.OpenAsync(new Uri(app.Address, path), before: LaterFeatures.AreTakenAway);
        (await page.Page.EvaluateAsync<bool>("() => 'at' in [] || 'structuredClone' in window || 'hasOwn' in Object || 'timeout' in AbortSignal")).ShouldBeFalse();
        return page;
    }
}
