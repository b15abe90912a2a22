using Microsoft.Playwright;
using NpsRealtime.Testing;

namespace NpsRealtime.Wallboard.Tests;

/// <summary>
/// Every view in every state, on every size of screen, in both themes: nothing sticks out, overlaps or is cut off, axe finds nothing, and
/// the console stays empty. In the long run; its short form are <see cref="LayoutTests"/> and <see cref="AccessibilityTests"/>, which look
/// at each view and at each size, but not at each pair of them.
/// </summary>
[Collection(LooksCollection.Name)]
public sealed class EveryViewTests(BrowserFixture browser)
{
    private static readonly (int Width, int Height)[] Sizes = [(1366, 768), (1920, 1080), (3840, 2160), (390, 844)];
    private static readonly ColorScheme[] Themes = [ColorScheme.Dark, ColorScheme.Light];

    public static TheoryData<string, string> ViewsAndStates()
    {
        var data = new TheoryData<string, string>();
        string[] views = ["/t/{0}", "/t/{0}/board/lobby", "/t/{0}/explore", "/t/{0}/explore?window=campaign/spring&baseline=own", "/t/{0}/streams?score=touchpoint/*@24h", "/plain?tenant={0}"];
        foreach (var view in views)
        {
            foreach (var state in SeededTenants.All)
                data.Add(view, state);
        }

        return data;
    }

    [SkippableTheory]
    [MemberData(nameof(ViewsAndStates))]
    public async Task View_EveryScreenAndTheme_IsWithoutFault(string view, string state)
    {
        Skip.IfNot(LongRun.IsAsked, "Looks at every pair of a view and a size: NPS_TEST_LONG=1.");
        await using var app = await NpsApp.StartAsync();
        await SeededTenants.MakeAsync(app, state);
        await app.PutAsync(state, "boards/lobby", """{"name":"Lobby of the northern building","window":"today","target":40}""");
        await app.PutAsync(state, "campaigns/spring", $$"""{"name":"Spring offers and free returns","start":"{{TimeProvider.System.GetUtcNow().AddHours(-8):yyyy-MM-dd'T'HH':00:00Z'}}"}""");
        await app.PatchAsync(state, "settings", """{"target":35,"showComments":true}""");
        var path = string.Format(System.Globalization.CultureInfo.InvariantCulture, view, state);
        await LookAsync(new Uri(app.Address, path), path, state);
    }

    [SkippableTheory]
    [InlineData("/t/acme")]
    [InlineData("/t/acme/explore")]
    [InlineData("/t/nobody")]
    [InlineData("/boards/nothing")]
    [InlineData("/tv")]
    [InlineData("/pair")]
    [InlineData("/")]
    public async Task PageOfAKeyedServer_EveryScreenAndTheme_IsWithoutFault(string path)
    {
        Skip.IfNot(LongRun.IsAsked, "Looks at every pair of a view and a size: NPS_TEST_LONG=1.");
        await using var server = await KeyedServer.StartAsync();
        await LookAsync(new Uri(server.App.Address, path), "keyed" + path, "keyed");
    }

    /// <summary>They warn that everybody may use them.</summary>
    [SkippableTheory]
    [InlineData("/tv")]
    [InlineData("/pair")]
    public async Task PageOfAnOpenServer_EveryScreenAndTheme_IsWithoutFault(string path)
    {
        Skip.IfNot(LongRun.IsAsked, "Looks at every pair of a view and a size: NPS_TEST_LONG=1.");
        await using var app = await Acme.StartAsync();
        await LookAsync(new Uri(app.Address, path), "open" + path, "open");
    }

    private async Task LookAsync(Uri address, string path, string state)
    {
        var isWork = path.Contains("/explore", StringComparison.Ordinal) || path.Contains("/streams", StringComparison.Ordinal) || path.EndsWith("/pair", StringComparison.Ordinal);
        foreach (var (width, height) in Sizes)
        {
            await using var page = await browser.OpenAsync(address, new Screen(width, height));
            await page.Page.EmulateMediaAsync(new() { ReducedMotion = ReducedMotion.Reduce });
            foreach (var theme in Themes)
            {
                var screen = new Screen(width, height, theme);
                var where = $"{path} on {screen}";
                await page.ShowInAsync(theme);
                await page.ShootAsync($"every-{path}-{state}-{screen}");
                var (wider, higher) = await page.OverflowAsync();
                wider.ShouldBeLessThanOrEqualTo(0, where);
                if (!screen.MayScroll && !isWork)
                    higher.ShouldBeLessThanOrEqualTo(0, where);
                (await page.CutOffAsync()).ShouldBeEmpty(where);
                (await page.OverlapsAsync()).ShouldBeEmpty(where);
                (await Axe.FaultsAsync(page)).ShouldBeEmpty(where);
            }

            // Being asked for a key is no fault of the page, but the browser notes the refusal itself.
            page.ShouldBeWithoutFaults(requestsMayFail: state == "keyed");
        }
    }
}
