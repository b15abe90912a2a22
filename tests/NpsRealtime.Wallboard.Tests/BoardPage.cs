using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace NpsRealtime.Wallboard.Tests;

/// <summary>A board in a real browser, and what its console said.</summary>
public sealed partial class BoardPage : IAsyncDisposable
{
    /// <summary>A server that is away makes the browser itself note failed requests; those are no fault of the page.</summary>
    private const string FailedRequest = "Failed to load resource";

    private readonly IBrowserContext _context;
    private readonly List<string> _faults = [];

    private BoardPage(IBrowserContext context, IPage page)
    {
        _context = context;
        Page = page;
        page.PageError += (_, fault) => _faults.Add(fault);
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
                _faults.Add(message.Text);
        };
    }

    public IPage Page { get; }

    /// <summary>What is shown by the element that the page names for tests.</summary>
    public ILocator Named(string name) => Page.GetByTestId(name);

    public ILocator Tile(string key) => Page.Locator($"[data-key='{key}']");

    internal static async Task<BoardPage> OpenAsync(IBrowserContext context, Uri address)
    {
        var opened = new BoardPage(context, await context.NewPageAsync());
        await opened.Page.GotoAsync(address.ToString());
        return opened;
    }

    /// <summary>Waits for the connection's state in words, as people read it.</summary>
    public Task SeeContactAsync(string words, int withinMilliseconds = 10_000) =>
        Assertions.Expect(Named("contact")).ToContainTextAsync(words, new() { Timeout = withinMilliseconds });

    /// <summary>Waits for the number of responses.</summary>
    public Task SeeTotalAsync(int total, int withinMilliseconds = 5_000) =>
        Assertions.Expect(Named("total")).ToHaveTextAsync(
            total.ToString("N0", CultureInfo.GetCultureInfo("en-GB")) + (total == 1 ? " response" : " responses"),
            new() { Timeout = withinMilliseconds });

    /// <summary>Waits for the score.</summary>
    public Task SeeNpsAsync(string nps) => Assertions.Expect(Named("nps")).ToHaveTextAsync(nps);

    /// <summary>By how many pixels the page is wider and higher than the screen.</summary>
    public async Task<(int Width, int Height)> OverflowAsync()
    {
        var sizes = await Page.EvaluateAsync<int[]>(
            "() => { const page = document.documentElement; return [page.scrollWidth - innerWidth, page.scrollHeight - innerHeight]; }");
        return (sizes[0], sizes[1]);
    }

    /// <summary>
    /// What sticks out of the box it stands in: the text of a panel or a tile that is cut off, other than names, which end in
    /// dots on purpose.
    /// </summary>
    public Task<string[]> CutOffAsync() => Page.EvaluateAsync<string[]>(
        """
        () => [...document.querySelectorAll('.panel, .tile')].flatMap((box) => {
          const edge = box.getBoundingClientRect();
          return [...box.querySelectorAll('h2, h3, p, dt, dd, .number, .scale, .bar, canvas')]
            .map((part) => [part, part.getBoundingClientRect()])
            .filter(([, at]) => at.height > 0 && at.width > 1)
            .filter(([, at]) => at.top < edge.top - 1 || at.bottom > edge.bottom + 1 || at.left < edge.left - 1 || at.right > edge.right + 1)
            .map(([part]) => `${part.tagName}.${part.className} in ${box.className}: ${part.textContent.slice(0, 40)}`);
        })
        """);

    /// <summary>Writes what is seen to artifacts/, which git ignores.</summary>
    public async Task ShootAsync(string name)
    {
        var folder = Path.Combine(Repository.Folder, "artifacts", "wallboard");
        await Page.ScreenshotAsync(new() { Path = Path.Combine(folder, UnsafeInNames().Replace(name, "-") + ".png") });
    }

    /// <summary>Fails when the page's own console said anything bad.</summary>
    public void ShouldBeWithoutFaults(bool requestsMayFail = false)
    {
        var faults = _faults.Where(fault => !(requestsMayFail && IsOfConnection(fault)));
        faults.ShouldBeEmpty();
    }

    public async ValueTask DisposeAsync() => await _context.CloseAsync();

    private static bool IsOfConnection(string fault) =>
        fault.Contains(FailedRequest, StringComparison.Ordinal) || fault.Contains("WebSocket connection to", StringComparison.Ordinal);

    [GeneratedRegex("[^A-Za-z0-9-]+")]
    private static partial Regex UnsafeInNames();
}
