using Microsoft.Playwright;

namespace NpsRealtime.Wallboard.Tests;

/// <summary>One browser for all tests; each test opens pages of its own.</summary>
public sealed class BrowserFixture : IAsyncLifetime
{
    private static readonly string[] Arguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run",
    ];

    /// <summary>So long an expectation may take to come true: what is expected comes at once, unless the machine has other things to do.</summary>
    private const float PatienceMilliseconds = 20_000;

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async Task InitializeAsync()
    {
        if (Chromium.ExecutablePath is not { } path)
            return;
        Environment.SetEnvironmentVariable("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
        Assertions.SetDefaultExpectTimeout(PatienceMilliseconds);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = path, Args = Arguments });
    }

    /// <summary>Opens a page in a context of its own; skips the test when there is no browser.</summary>
    /// <param name="address">Where.</param>
    /// <param name="screen">On what.</param>
    /// <param name="before">A script that runs before any of the page's own.</param>
    /// <param name="timeZone">The viewer's time zone; the machine's own when left out.</param>
    public async Task<BoardPage> OpenAsync(Uri address, Screen? screen = null, string? before = null, string? timeZone = null)
    {
        var context = await NewContextAsync(screen, timeZone);
        if (before is not null)
            await context.AddInitScriptAsync(before);
        return await BoardPage.OpenAsync(context, address);
    }

    /// <summary>A context with nothing open; skips the test when there is no browser.</summary>
    public async Task<IBrowserContext> NewContextAsync(Screen? screen = null, string? timeZone = null, string language = "en-GB")
    {
        Chromium.Require();
        var shown = screen ?? Screen.Usual;
        return await _browser!.NewContextAsync(new()
        {
            ViewportSize = new() { Width = shown.Width, Height = shown.Height },
            ColorScheme = shown.Theme,
            Locale = language,
            TimezoneId = timeZone,
        });
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null)
            await _browser.CloseAsync();
        _playwright?.Dispose();
    }
}
