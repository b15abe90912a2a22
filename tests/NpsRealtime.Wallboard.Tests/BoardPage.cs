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
    private readonly OpenRequests _requests;

    private BoardPage(IBrowserContext context, IPage page)
    {
        _context = context;
        Page = page;
        _requests = new OpenRequests(page);
        page.PageError += (_, fault) => _faults.Add(fault);
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
                _faults.Add(message.Text);
        };
    }

    public IPage Page { get; }

    /// <summary>
    /// What is shown by the element that the page names for tests. Of several by that name it is the one that people see: behind a first
    /// sight, and behind a board whose turn it is, another board gets ready.
    /// </summary>
    public ILocator Named(string name) => Page.GetByTestId(name).Filter(new() { Visible = true });

    /// <summary>The page's name, as it is seen and read out.</summary>
    public ILocator Title => Page.GetByRole(AriaRole.Heading, new() { Level = 1 });

    public ILocator Tile(string key) => Page.Locator($"[data-key='{key}']");

    internal static async Task<BoardPage> OpenAsync(IBrowserContext context, Uri address, WaitUntilState waitUntil = WaitUntilState.Load)
    {
        var opened = new BoardPage(context, await context.NewPageAsync());
        await opened.Page.GotoAsync(address.ToString(), new() { WaitUntil = waitUntil });
        return opened;
    }

    /// <summary>Waits for the connection's state in words, as people read it.</summary>
    public Task SeeContactAsync(string words, int withinMilliseconds = 20_000) =>
        Assertions.Expect(Named("contact")).ToContainTextAsync(words, new() { Timeout = withinMilliseconds });

    /// <summary>Waits for the number of responses.</summary>
    public Task SeeTotalAsync(int total, int withinMilliseconds = 20_000) =>
        Assertions.Expect(Named("total")).ToHaveTextAsync(
            total.ToString("N0", CultureInfo.GetCultureInfo("en-GB")) + (total == 1 ? " response" : " responses"),
            new() { Timeout = withinMilliseconds });

    /// <summary>Waits for the score.</summary>
    public Task SeeNpsAsync(string nps) => Assertions.Expect(Named("nps")).ToHaveTextAsync(nps);

    /// <summary>Waits until everything that was asked for is there, drawn and at rest, so that nothing has to be waited for by the clock.</summary>
    public async Task SettleAsync()
    {
        await _requests.EndedAsync();
        await Page.EvaluateAsync(
            """
            async () => {
              const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
              const isMoving = (one) => one.playState === 'running' && one.effect.getComputedTiming().endTime !== Infinity;
              await document.fonts.ready;
              // What an observer or an effect changes is drawn in the frame behind, and may set something going itself.
              for (let still = 0; still < 3; still++) {
                await frame();
                const moving = document.getAnimations().filter(isMoving);
                if (moving.length === 0) continue;
                await Promise.allSettled(moving.map((one) => one.finished));
                still = 0;
              }
            }
            """);
    }

    /// <summary>Changes what the viewer's system asks for while the page is open, and waits until it is shown.</summary>
    public async Task ShowInAsync(ColorScheme theme)
    {
        await Page.EmulateMediaAsync(new() { ColorScheme = theme });
        await SettleAsync();
    }

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
          // What lies below in a list that people scroll is not cut off.
          const isScrolled = (part, box) => {
            for (let up = part.parentElement; up && up !== box; up = up.parentElement) if (/auto|scroll/.test(getComputedStyle(up).overflowY)) return true;
            return false;
          };
          const edge = box.getBoundingClientRect();
          return [...box.querySelectorAll('h2, h3, p, dt, dd, .number, .scale, .bar, canvas')]
            .filter((part) => !isScrolled(part, box) && !part.closest('details:not([open])'))
            .map((part) => [part, part.getBoundingClientRect()])
            .filter(([, at]) => at.height > 0 && at.width > 1)
            .filter(([, at]) => at.top < edge.top - 1 || at.bottom > edge.bottom + 1 || at.left < edge.left - 1 || at.right > edge.right + 1)
            .map(([part]) => `${part.tagName}.${part.className} in ${box.className}: ${part.textContent.slice(0, 40)}`);
        })
        """);

    /// <summary>Words that stand on other words: two texts of the page, neither inside the other, whose places overlap.</summary>
    public Task<string[]> OverlapsAsync() => Page.EvaluateAsync<string[]>(
        """
        () => {
          const seen = [];
          const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          for (let node = walker.nextNode(); node; node = walker.nextNode()) {
            const owner = node.parentElement;
            if (!node.textContent.trim() || !owner || owner.closest('.seen-by-readers-only, script, noscript, option, [data-testid=details], details:not([open]) > :not(summary)')) continue;
            if (getComputedStyle(owner).visibility === 'hidden') continue;
            const range = document.createRange();
            range.selectNodeContents(node);
            for (const at of range.getClientRects()) {
              // What a scrolling or cutting parent hides is not on the screen.
              let box = { left: at.left, right: at.right, top: at.top, bottom: at.bottom };
              for (let up = owner; up; up = up.parentElement) {
                if (getComputedStyle(up).overflow === 'visible') continue;
                const edge = up.getBoundingClientRect();
                box = { left: Math.max(box.left, edge.left), right: Math.min(box.right, edge.right), top: Math.max(box.top, edge.top), bottom: Math.min(box.bottom, edge.bottom) };
              }
              // A line's box is higher than its letters.
              const spare = (box.bottom - box.top) * 0.22;
              box.top += spare;
              box.bottom -= spare;
              if (box.right - box.left > 2 && box.bottom - box.top > 2) seen.push({ owner, box, text: node.textContent.trim().slice(0, 40) });
            }
          }
          const faults = [];
          for (let i = 0; i < seen.length; i++)
            for (let j = i + 1; j < seen.length; j++) {
              const [a, b] = [seen[i], seen[j]];
              // A line that ends in dots has a place for what is shown and one for the whole.
              if (a.owner === b.owner) continue;
              const across = Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left);
              const down = Math.min(a.box.bottom, b.box.bottom) - Math.max(a.box.top, b.box.top);
              // The parts of the large number are set into each other on purpose.
              if (across > 2 && down > 2 && !(a.owner.closest('.score') && a.owner.closest('.score') === b.owner.closest('.score'))) faults.push(`"${a.text}" and "${b.text}"`);
            }
          return faults.slice(0, 10);
        }
        """);

    /// <summary>Writes what is seen to artifacts/, which git ignores.</summary>
    public async Task ShootAsync(string name)
    {
        var folder = Path.Combine(Repository.Folder, "artifacts", "wallboard");

        var file = Path.Combine(folder, UnsafeInNames().Replace(name, "-"));

        // A picture of a large screen that loses nothing takes a second to write.
        await Page.ScreenshotAsync(Page.ViewportSize?.Width > 2_000
            ? new() { Path = file + ".jpg", Type = ScreenshotType.Jpeg, Quality = 90 }
            : new() { Path = file + ".png" });
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
