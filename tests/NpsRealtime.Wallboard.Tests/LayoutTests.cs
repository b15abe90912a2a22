using System.Globalization;
using System.Text;
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

    /// <summary>A usual tenant, one with nothing, both ends of the scale, and one with far too much of everything.</summary>
    private static readonly string[] Tenants = ["usual", "empty", "best", "worst", "crowded"];

    [SkippableFact]
    public async Task Board_AnyScreenAndTheme_FitsWithoutScrolling()
    {
        Chromium.Require();
        await using var app = await NpsApp.StartAsync();
        await SeedAsync(app);
        foreach (var (width, height) in Sizes)
        {
            foreach (var tenant in Tenants)
                await LookAtAsync(app, tenant, width, height);
        }

        foreach (var (width, height) in RarerSizes)
        {
            await LookAtAsync(app, "usual", width, height);
            await LookAtAsync(app, "crowded", width, height);
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

    private static async Task SeedAsync(NpsApp app)
    {
        foreach (var tenant in Tenants)
            await app.PutTenantAsync(tenant, "Europe/Berlin");
        await SendAsync(app, "usual", 1_200, channels: 12, touchpoints: 10, index => (index * 7 % 11) < 3 ? index % 9 : 7 + (index % 4), i => $"Channel {i}");
        await SendAsync(app, "best", 40, channels: 3, touchpoints: 2, _ => 10, i => $"Channel {i}");
        await SendAsync(app, "worst", 40, channels: 1, touchpoints: 1, _ => 0, i => $"Channel {i}");
        await SendAsync(app, "crowded", 400, channels: 40, touchpoints: 50, index => index % 11, i => $"A very long name of a channel that nobody can read {i}");
    }

    private static async Task SendAsync(
        NpsApp app, string tenant, int count, int channels, int touchpoints, Func<int, int> score, Func<int, string> channel)
    {
        var now = TimeProvider.System.GetUtcNow();
        var lines = new StringBuilder();
        for (var index = 0; index < count; index++)
        {
            var respondedAt = now.AddMinutes(-index * 1_380.0 / count).ToString("O", CultureInfo.InvariantCulture);
            lines.Append(CultureInfo.InvariantCulture, $"{{\"id\":\"r-{index}\",\"score\":{score(index)},\"channel\":\"{channel(index % channels)}\",");
            lines.Append(CultureInfo.InvariantCulture, $"\"touchpoint\":\"Touchpoint-{index % touchpoints}\",\"respondedAt\":\"{respondedAt}\"}}\n");
        }

        using var answer = await app.PostLinesAsync(tenant, lines.ToString());
        answer.EnsureSuccessStatusCode();
    }
}
