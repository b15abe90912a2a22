using System.Text.Json;
using Microsoft.Playwright;

namespace NpsRealtime.Wallboard.Tests;

/// <summary>What a page's main thread did, from the browser's own trace.</summary>
/// <param name="Frames">How many animation frames the page made.</param>
/// <param name="LongestBusyMilliseconds">The longest that the thread worked without a break: whatever it takes, no frame can come meanwhile. Its own time, since what other programs take from it is not the page's.</param>
/// <param name="LongestMilliseconds">The same by the clock on the wall.</param>
/// <param name="BusyMilliseconds99">What 99 of 100 tasks stay under.</param>
internal sealed record MainThreadTrace(int Frames, double LongestBusyMilliseconds, double LongestMilliseconds, double BusyMilliseconds99)
{
    private const string FrameEvent = "FireAnimationFrame";

    public static async Task<MainThreadTrace> RecordAsync(IBrowserContext context, IPage page, TimeSpan length)
    {
        var session = await context.NewCDPSessionAsync(page);
        var events = new List<JsonElement>();
        var ended = new TaskCompletionSource();
        session.Event("Tracing.dataCollected").OnEvent += (_, data) => events.AddRange(data!.Value.GetProperty("value").EnumerateArray().Select(item => item.Clone()));
        session.Event("Tracing.tracingComplete").OnEvent += (_, _) => ended.TrySetResult();
        await session.SendAsync("Tracing.start", new()
        {
            ["traceConfig"] = new Dictionary<string, object> { ["includedCategories"] = new[] { "toplevel", "devtools.timeline" } },
            ["transferMode"] = "ReportEvents",
        });
        await page.WaitForTimeoutAsync((float)length.TotalMilliseconds);
        await session.SendAsync("Tracing.end");
        await ended.Task.WaitAsync(TimeSpan.FromSeconds(60));
        return Of(events);
    }

    public override string ToString() => FormattableString.Invariant(
        $"{Frames} frames; the longest task took {LongestBusyMilliseconds:F1} ms of the processor and {LongestMilliseconds:F1} ms; p99 {BusyMilliseconds99:F1} ms.");

    private static MainThreadTrace Of(List<JsonElement> events)
    {
        // The page's main thread is the one that fires its animation frames.
        var frames = events.Where(item => NameOf(item) == FrameEvent).GroupBy(ThreadOf).OrderByDescending(thread => thread.Count()).First();
        var tasks = events
            .Where(item => NameOf(item) is "RunTask" or "ThreadControllerImpl::RunTask" && ThreadOf(item) == frames.Key && item.TryGetProperty("tdur", out _))
            .ToList();
        var busy = tasks.Select(item => Milliseconds(item, "tdur")).Order().ToList();
        return new(frames.Count(), busy[^1], tasks.Max(item => Milliseconds(item, "dur")), busy[(int)(busy.Count * 0.99)]);
    }

    private static string? NameOf(JsonElement item) => item.GetProperty("name").GetString();

    private static (int Process, int Thread) ThreadOf(JsonElement item) => (item.GetProperty("pid").GetInt32(), item.GetProperty("tid").GetInt32());

    private static double Milliseconds(JsonElement item, string name) => item.GetProperty(name).GetDouble() / 1_000;
}
