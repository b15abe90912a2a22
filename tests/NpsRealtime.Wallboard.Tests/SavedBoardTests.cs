using Microsoft.Playwright;
using NpsRealtime.Testing;

namespace NpsRealtime.Wallboard.Tests;

/// <summary>Boards that somebody saved, one or several by turns.</summary>
[Collection(BrowserCollection.Name)]
public sealed class SavedBoardTests(BrowserFixture browser)
{
    private const string Lobby =
        """{"name":"Lobby","hero":{"key":"channel/phone"},"sections":[],"window":"8h","theme":"light","target":40,"rotate":["yard"],"seconds":6}""";

    private const string Yard = """{"name":"Yard","sections":[{"title":"Where","tiles":[{"key":"touchpoint/*"}]}]}""";

    private static readonly LocatorAssertionsToHaveTextOptions Patient = new() { Timeout = 40_000 };

    [SkippableFact]
    public async Task Boards_ByTurns_TakeEachOthersPlaceWithoutAGap()
    {
        await using var app = await StartAsync();
        await using var board = await browser.OpenAsync(new Uri(app.Address, "/boards/lobby"));
        await Assertions.Expect(board.Title).ToHaveTextAsync("Lobby");
        await board.SeeNpsAsync("+100");
        await Assertions.Expect(board.Page.Locator(".layer:not(.unseen) .panel.hero")).ToContainTextAsync("Target +40");
        await board.SeeContactAsync("Live");
        (await board.Page.Locator("html").GetAttributeAsync("data-theme")).ShouldBe("light");

        // What is seen in each frame: the score, whether there is contact, and the theme; and with how many boards on the page it began.
        await board.Page.EvaluateAsync(
            """
            () => {
              window.seen = [];
              window.layers = [];
              const look = () => {
                const part = (name) => document.querySelector(`.layer:not(.unseen) ${name}`)?.textContent?.trim() ?? 'none';
                const now = `${part('h1')} ${part('[data-testid=nps]')} ${part('[data-testid=contact] span')} ${document.documentElement.dataset.theme}`;
                if (window.seen[window.seen.length - 1] !== now) {
                  window.seen.push(now);
                  window.layers.push(document.querySelectorAll('.layer').length);
                }
                requestAnimationFrame(look);
              };
              look();
            }
            """);
        await Assertions.Expect(board.Title).ToHaveTextAsync("Yard", Patient);
        await Assertions.Expect(board.Tile("touchpoint/checkout")).ToBeVisibleAsync();
        await Assertions.Expect(board.Title).ToHaveTextAsync("Lobby", Patient);

        // On a busy machine a further turn may have begun by now.
        (await board.Page.EvaluateAsync<string[]>("() => window.seen.slice(0, 3)")).ShouldBe(["Lobby +100 Live light", "Yard +100 Live dark", "Lobby +100 Live light"]);
        (await board.Page.EvaluateAsync<int[]>("() => window.layers.slice(1, 3)")).ShouldBe([1, 1], "Whose turn is over leaves the page.");
        board.ShouldBeWithoutFaults();
    }

    [SkippableFact]
    public async Task Board_SavedAnew_IsShownWithoutAnybodyTouchingTheScreen()
    {
        await using var app = await StartAsync();
        await app.PutAsync("acme", "boards/yard", Yard);
        await using var board = await browser.OpenAsync(new Uri(app.Address, "/t/acme/board/yard"));
        await Assertions.Expect(board.Title).ToHaveTextAsync("Yard");
        await board.SeeContactAsync("Live");
        await board.Page.EvaluateAsync("() => { window.isOld = true; }");

        await app.PutAsync("acme", "boards/yard", Yard.Replace("Yard", "Courtyard", StringComparison.Ordinal));

        await Assertions.Expect(board.Title).ToHaveTextAsync("Courtyard", Patient);
        (await board.Page.EvaluateAsync<bool>("() => window.isOld")).ShouldBeTrue("The page was not loaded anew for it.");
        using (await app.Http.DeleteAsync(new Uri("/v1/tenants/acme/boards/yard", UriKind.Relative)))
            await Assertions.Expect(board.Page.GetByText("There is no board “yard”")).ToBeVisibleAsync(new() { Timeout = 40_000 });
    }

    [SkippableFact]
    public async Task Boards_ServerAwayAtTheTurn_TheOneThatIsSeenStaysAndSaysSo()
    {
        await using var app = await StartAsync();
        await using var board = await browser.OpenAsync(new Uri(app.Address, "/boards/lobby"));
        await Assertions.Expect(board.Title).ToHaveTextAsync("Lobby");
        await board.SeeContactAsync("Live");

        await app.StopAsync();

        // Longer than two turns.
        await Assertions.Expect(board.Named("contact")).ToContainTextAsync("Stale", new() { Timeout = 40_000 });
        await Assertions.Expect(board.Title).ToHaveTextAsync("Lobby");
        await Assertions.Expect(board.Named("nps")).ToHaveTextAsync("+100");
        await app.RestartAsync();
        await Assertions.Expect(board.Title).ToHaveTextAsync("Yard", new() { Timeout = 60_000 });
    }

    private static async Task<NpsApp> StartAsync()
    {
        var app = await Acme.StartAsync();
        await app.AcceptAsync("acme", 9, channel: "Phone");
        await app.PutAsync("acme", "boards/lobby", Lobby);
        await app.PutAsync("acme", "boards/yard", Yard);
        return app;
    }
}
