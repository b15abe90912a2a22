using Microsoft.Playwright;
using NpsRealtime.Testing;

namespace NpsRealtime.Wallboard.Tests;

[Collection(BrowserCollection.Name)]
public sealed class LayoutTests(BrowserFixture browser)
{
    /// <summary>Everything is looked at on every one of these, in both themes.</summary>
    private static readonly (int Width, int Height)[] Sizes = [(1366, 768), (1920, 1080), (3840, 2160), (390, 844)];

    /// <summary>An upright screen and an old one, on which the two fullest tenants are enough.</summary>
    private static readonly (int Width, int Height)[] RarerSizes = [(1080, 1920), (1280, 1024)];

    [SkippableFact]
    public async Task Board_AnyScreenAndTheme_FitsWithoutScrolling()
    {
        Chromium.Require();
        await using var app = await NpsApp.StartAsync();
        await SeededTenants.MakeAsync(app, SeededTenants.All);
        foreach (var (width, height) in Sizes)
        {
            foreach (var tenant in SeededTenants.All)
                await LookAtAsync(app, tenant, width, height);
        }

        foreach (var (width, height) in RarerSizes)
        {
            await LookAtAsync(app, "usual", width, height);
            await LookAtAsync(app, "crowded", width, height);
        }
    }

    [SkippableFact]
    public async Task Views_AnyScreenAndTheme_FitAcross()
    {
        Chromium.Require();
        await using var app = await NpsApp.StartAsync();
        await SeededTenants.MakeAsync(app, "usual", "empty", "crowded");
        foreach (var (width, height) in Sizes)
        {
            foreach (var path in (string[])["/", "/t/usual/explore", "/t/empty/explore", "/t/crowded/explore", "/t/crowded/streams?score=channel/*@24h", "/plain?tenant=usual"])
            {
                await using var board = await browser.OpenAsync(new Uri(app.Address, path), new Screen(width, height));
                await board.Page.WaitForTimeoutAsync(1_500);
                foreach (var theme in (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark])
                {
                    var screen = new Screen(width, height, theme);
                    await board.Page.EmulateMediaAsync(new() { ColorScheme = theme });
                    await board.Page.WaitForTimeoutAsync(400);
                    await board.ShootAsync($"view{path}-{screen}");

                    // People scroll down a page they work with, but never across.
                    (await board.OverflowAsync()).Width.ShouldBeLessThanOrEqualTo(0, $"{path} on {screen}");
                    (await board.OverlapsAsync()).ShouldBeEmpty($"{path} on {screen}");
                }

                // A server that has no listing of responses answers 405, which the browser itself notes.
                board.ShouldBeWithoutFaults(requestsMayFail: path.EndsWith("/explore", StringComparison.Ordinal));
            }
        }
    }

    [SkippableFact]
    public async Task Board_LightSystem_IsLightAndTheAddressMayOverrule()
    {
        Chromium.Require();
        await using var app = await NpsApp.StartAsync();
        await app.PutTenantAsync("acme");
        var light = new Screen(1366, 768, ColorScheme.Light);
        await using var board = await browser.OpenAsync(new Uri(app.Address, "/t/acme"), light);
        await using var forced = await browser.OpenAsync(new Uri(app.Address, "/t/acme?theme=dark"), light);

        (await ThemeOfAsync(board)).ShouldBe("light");
        (await ThemeOfAsync(forced)).ShouldBe("dark");
    }

    private static async Task ShouldFitAsync(BoardPage board, Screen screen, string where)
    {
        var (width, height) = await board.OverflowAsync();
        width.ShouldBeLessThanOrEqualTo(0, where);
        if (!screen.MayScroll)
            height.ShouldBeLessThanOrEqualTo(0, where);
        (await board.CutOffAsync()).ShouldBeEmpty(where);
        (await board.OverlapsAsync()).ShouldBeEmpty(where);
    }

    private static Task<string?> ThemeOfAsync(BoardPage board) =>
        board.Page.Locator("html").GetAttributeAsync("data-theme");

    private async Task LookAtAsync(NpsApp app, string tenant, int width, int height)
    {
        await using var board = await browser.OpenAsync(new Uri(app.Address, "/t/" + tenant), new Screen(width, height));
        await board.SeeContactAsync("Live");
        if (tenant != "empty")
            await Assertions.Expect(board.Page.Locator(".trend canvas")).ToBeVisibleAsync();

        // The board changes its theme while it runs: the sun goes down, and the system asks for dark.
        foreach (var theme in (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark])
        {
            var screen = new Screen(width, height, theme);
            await board.Page.EmulateMediaAsync(new() { ColorScheme = theme });
            await board.Page.WaitForTimeoutAsync(600);
            await board.ShootAsync($"{tenant}-{screen}");
            await ShouldFitAsync(board, screen, $"{tenant} on {screen}");
        }

        board.ShouldBeWithoutFaults();
    }
}
