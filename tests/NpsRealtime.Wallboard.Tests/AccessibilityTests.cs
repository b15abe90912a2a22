using Microsoft.Playwright;
using NpsRealtime.Testing;

namespace NpsRealtime.Wallboard.Tests;

/// <summary>Whether those who see little, or not all colours, or use no mouse, can use every view in both themes.</summary>
[Collection(LooksCollection.Name)]
public sealed class AccessibilityTests(BrowserFixture browser)
{
    [SkippableFact]
    public async Task Views_BothThemes_AxeFindsNothing()
    {
        Chromium.Require();
        await using var app = await NpsApp.StartAsync();
        await SeededTenants.MakeAsync(app, "usual", "empty");
        foreach (var path in (string[])["/", "/t/usual", "/t/empty", "/t/usual/explore", "/t/usual/streams", "/plain?tenant=usual", "/tv", "/pair"])
        {
            await using var board = await browser.OpenAsync(new Uri(app.Address, path), new Screen(1366, 768));
            await board.Page.EmulateMediaAsync(new() { ReducedMotion = ReducedMotion.Reduce });
            foreach (var theme in (ColorScheme[])[ColorScheme.Dark, ColorScheme.Light])
            {
                await board.ShowInAsync(theme);
                (await Axe.FaultsAsync(board)).ShouldBeEmpty($"{path} in {theme}");
            }
        }
    }
}
