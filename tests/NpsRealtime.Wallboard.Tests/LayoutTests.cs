using Microsoft.Playwright;
using NpsRealtime.Testing;

namespace NpsRealtime.Wallboard.Tests;

[Collection(LooksCollection.Name)]
public sealed class LayoutTests(BrowserFixture browser)
{
    /// <summary>
    /// Everything is looked at on every one of these: in both themes in the long run, in one and the other by turns in the short one,
    /// where what is placed where does not depend on the theme.
    /// </summary>
    private static readonly (int Width, int Height)[] Sizes = [(1366, 768), (1920, 1080), (3840, 2160), (390, 844)];

    /// <summary>An upright screen and an old one, on which the two fullest tenants are enough.</summary>
    private static readonly (int Width, int Height)[] RarerSizes = [(1080, 1920), (1280, 1024)];

    [SkippableFact]
    public async Task Board_AnyScreenAndTheme_FitsWithoutScrolling()
    {
        Chromium.Require();
        await using var app = await NpsApp.StartAsync();
        await SeededTenants.MakeAsync(app, SeededTenants.All);
        foreach (var (index, tenant) in SeededTenants.All.Index())
            await LookAtAsync(app, tenant, Sizes, index);
        await LookAtAsync(app, "usual", RarerSizes, 0);
        await LookAtAsync(app, "crowded", RarerSizes, 1);
    }

    [SkippableFact]
    public async Task Board_SystemChangesItsTheme_FollowsAndStillFits()
    {
        Chromium.Require();
        await using var app = await NpsApp.StartAsync();
        await SeededTenants.MakeAsync(app, "usual");
        var screen = new Screen(1366, 768, ColorScheme.Light);
        await using var board = await OpenAsync(app, "usual", screen);
        (await ThemeOfAsync(board)).ShouldBe("light");

        // The sun goes down, and the system asks for dark.
        await board.ShowInAsync(ColorScheme.Dark);

        (await ThemeOfAsync(board)).ShouldBe("dark");
        await ShouldFitAsync(board, screen, "after the change");
    }

    [SkippableFact]
    public async Task Views_AnyScreenAndTheme_FitAcross()
    {
        Chromium.Require();
        await using var app = await NpsApp.StartAsync();
        await SeededTenants.MakeAsync(app, "usual", "empty", "crowded");
        string[] paths = ["/", "/t/usual/explore", "/t/empty/explore", "/t/crowded/explore", "/t/crowded/streams?score=channel/*@24h", "/plain?tenant=usual", "/tv", "/pair"];
        foreach (var (index, path) in paths.Index())
        {
            await LookAsync(path, () => browser.OpenAsync(new Uri(app.Address, path), Screen.Usual), Sizes, index, async (view, screen) =>
            {
                await view.ShootAsync($"view{path}-{screen}");

                // People scroll down a page they work with, but never across.
                (await view.OverflowAsync()).Width.ShouldBeLessThanOrEqualTo(0, $"{path} on {screen}");
                (await view.OverlapsAsync()).ShouldBeEmpty($"{path} on {screen}");
            });
        }
    }

    [SkippableFact]
    public async Task Board_LightSystem_IsLightAndTheAddressMayOverrule()
    {
        await using var app = await Acme.StartAsync();
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

    /// <summary>The themes in which a page is looked at whose size and place in the list sum up to <paramref name="turn"/>.</summary>
    private static ColorScheme[] Themes(int turn) => (LongRun.IsAsked, turn % 2) switch
    {
        (true, _) => [ColorScheme.Light, ColorScheme.Dark],
        (_, 0) => [ColorScheme.Light],
        _ => [ColorScheme.Dark],
    };

    /// <summary>Looks at a page on each of some screens: opened there in the long run, moved from one to the next in the short one.</summary>
    private static async Task LookAsync(
        string path, Func<Task<BoardPage>> open, (int Width, int Height)[] sizes, int turn, Func<BoardPage, Screen, Task> look)
    {
        BoardPage? page = null;
        foreach (var (size, (width, height)) in sizes.Index())
        {
            if (page is not null && LongRun.IsAsked)
            {
                await page.DisposeAsync();
                page = null;
            }

            page ??= await open();
            await page.Page.SetViewportSizeAsync(width, height);
            foreach (var theme in Themes(turn + size))
            {
                await page.ShowInAsync(theme);
                await look(page, new Screen(width, height, theme));
            }

            // A server that has no listing of responses answers 405, which the browser itself notes.
            page.ShouldBeWithoutFaults(requestsMayFail: path.EndsWith("/explore", StringComparison.Ordinal));
        }

        await page!.DisposeAsync();
    }

    private async Task<BoardPage> OpenAsync(NpsApp app, string tenant, Screen screen)
    {
        var board = await browser.OpenAsync(new Uri(app.Address, "/t/" + tenant), screen);
        await board.SeeContactAsync("Live");
        if (tenant != "empty")
            await Assertions.Expect(board.Page.Locator(".trend canvas")).ToBeVisibleAsync();
        return board;
    }

    private Task LookAtAsync(NpsApp app, string tenant, (int Width, int Height)[] sizes, int turn) =>
        LookAsync("/t/" + tenant, () => OpenAsync(app, tenant, Screen.Usual), sizes, turn, async (board, screen) =>
        {
            await board.ShootAsync($"{tenant}-{screen}");
            await ShouldFitAsync(board, screen, $"{tenant} on {screen}");
        });
}
