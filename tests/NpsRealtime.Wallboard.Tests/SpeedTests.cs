using System.Globalization;
using Microsoft.Playwright;
using NpsRealtime.Testing;

namespace NpsRealtime.Wallboard.Tests;

/// <summary>
/// How fast a board is and stays. Other programs disturb these figures, so that the short form takes what they disturb least (the best
/// attempt, the main thread's own time, live objects) and the long one what people see.
/// </summary>
[Collection(MeasuredCollection.Name)]
public sealed class SpeedTests(BrowserFixture browser, Xunit.Abstractions.ITestOutputHelper output)
{
    private const double FirstScoreMillisecondsMax = 1_000;
    private const string FirstScore = "first score at ";
    private const double FrameMillisecondsMax = 50;
    private const double HeapGrowthMax = 0.05;

    [SkippableFact]
    public async Task Board_FourTimesSlowerMachine_ShowsItsFirstScoreWithinASecond()
    {
        Chromium.Require();
        await using var app = await NpsApp.StartAsync();
        await SeededTenants.MakeAsync(app, "usual");
        var times = new List<double>();
        var crowding = new List<double>();
        for (var attempt = 0; attempt < 7; attempt++)
        {
            crowding.Add(Crowding.Measure());
            times.Add(await FirstScoreAsync(new Uri(app.Address, "/t/usual")));
        }

        output.WriteLine($"First score after {string.Join(", ", times.Select(time => $"{time:F0}"))} ms, on a machine that was shared {crowding.Average():F1} times.");
        if (LongRun.IsAsked)
            times.Order().ElementAt(times.Count / 2).ShouldBeLessThan(FirstScoreMillisecondsMax);
        else
            times.Min().ShouldBeLessThan(FirstScoreMillisecondsMax * Math.Max(1, crowding.Average()));
    }

    [SkippableFact]
    public async Task Board_SixtyTilesTenTimesASecond_NoFrameIsLong()
    {
        Chromium.Require();
        await using var app = await NpsApp.StartAsync();
        await app.PutTenantAsync("busy");
        var context = await browser.NewContextAsync(Screen.Television);
        await context.AddInitScriptAsync(HubStandIn.Script(tiles: 60, updatesPerSecond: 10));
        var page = await context.NewPageAsync();
        await page.GotoAsync(new Uri(app.Address, "/t/busy").ToString());
        await Assertions.Expect(page.Locator("article.tile")).ToHaveCountAsync(60);
        await page.WaitForTimeoutAsync(2_000);
        var sentBefore = await page.EvaluateAsync<int>("() => window.sentUpdates");
        var seconds = LongRun.IsAsked ? 20 : 5;

        var trace = await MainThreadTrace.RecordAsync(context, page, TimeSpan.FromSeconds(seconds));

        output.WriteLine(trace.ToString());
        trace.Frames.ShouldBeGreaterThan(seconds * 5);
        trace.LongestBusyMilliseconds.ShouldBeLessThan(FrameMillisecondsMax);
        (await page.EvaluateAsync<int>("() => window.sentUpdates") - sentBefore).ShouldBeGreaterThan(seconds * 300);
        await context.CloseAsync();
    }

    [SkippableFact]
    public async Task Board_AWeekOfUpdates_HeapStaysFlat()
    {
        Chromium.Require();
        await using var app = await NpsApp.StartAsync();
        await app.PutTenantAsync("busy");
        var context = await browser.NewContextAsync(Screen.Television);

        // A week with a change every ten seconds takes a minute, one with a change a minute ten seconds.
        await context.AddInitScriptAsync(LongRun.IsAsked
            ? HubStandIn.AcceleratedScript(factor: 10_080, secondsBetweenUpdates: 10)
            : HubStandIn.AcceleratedScript(factor: 60_480, secondsBetweenUpdates: 60));
        var page = await context.NewPageAsync();
        await page.GotoAsync(new Uri(app.Address, "/t/busy").ToString());
        await Assertions.Expect(page.Locator("article.tile")).ToHaveCountAsync(20);
        var heap = await PageHeap.OfAsync(context, page);

        // The first week fills what the page keeps, in steps up to its sixth day (2.10, 2.19, 2.22 MB of objects), and the browser compiles what
        // it uses most. What grows after that is a leak.
        const int Begin = 7;
        var before = await MeasureAsync(page, heap, Begin);
        var sentBefore = await page.EvaluateAsync<int>("() => window.sentUpdates");

        // On a machine so busy that a week goes by with fewer, it lasts longer than a week.
        var atLeast = LongRun.IsAsked ? 50_000 : 8_000;
        await page.WaitForFunctionAsync($"() => window.sentUpdates > {(sentBefore + atLeast).ToString(CultureInfo.InvariantCulture)}", null, new() { Timeout = 300_000 });
        var after = await MeasureAsync(page, heap, Begin + 7);

        var updates = await page.EvaluateAsync<int>("() => window.sentUpdates") - sentBefore;
        output.WriteLine($"{updates} updates in a week; before: {before}; after: {after}.");
        updates.ShouldBeGreaterThan(atLeast);
        GrowthOf(before.ObjectBytes, after.ObjectBytes).ShouldBeLessThan(HeapGrowthMax);
        GrowthOf(before.Nodes, after.Nodes).ShouldBeLessThan(HeapGrowthMax);
        if (LongRun.IsAsked)
            GrowthOf(before.UsedBytes, after.UsedBytes).ShouldBeLessThan(HeapGrowthMax);
        await context.CloseAsync();
    }

    private static double GrowthOf(double before, double after) => (after - before) / before;

    /// <summary>The medians of a few measurements from a day on: each finds the page at another point of its work.</summary>
    private static async Task<HeapFigures> MeasureAsync(IPage page, PageHeap heap, double fromDay)
    {
        var figures = new List<HeapFigures>();
        var step = LongRun.IsAsked ? 0.2 : 0.5;
        for (var sample = 0; sample < 5; sample++)
        {
            await page.WaitForFunctionAsync($"() => window.elapsedDays() > {(fromDay + (sample * step)).ToString(CultureInfo.InvariantCulture)}", null, new() { Timeout = 300_000 });
            figures.Add(await heap.MeasureAsync());
        }

        return HeapFigures.Median(figures);
    }

    /// <summary>How long after its opening a page had painted a score, on a machine four times slower than this one.</summary>
    private async Task<double> FirstScoreAsync(Uri address)
    {
        var context = await browser.NewContextAsync(Screen.Television);
        var page = await context.NewPageAsync();
        var session = await context.NewCDPSessionAsync(page);
        await session.SendAsync("Emulation.setCPUThrottlingRate", new() { ["rate"] = 4 });
        await page.AddInitScriptAsync(
            $$"""
            new MutationObserver((_, observer) => {
              if (!document.querySelector('[data-testid=nps]')) return;
              observer.disconnect();
              requestAnimationFrame(() => requestAnimationFrame(() => console.log(`{{FirstScore}}${performance.now()}`)));
            }).observe(document, { childList: true, subtree: true });
            """);

        // The page says it by itself: whoever asked it would put a third of a megabyte of script into it while it is being measured.
        var said = await page.RunAndWaitForConsoleMessageAsync(
            () => page.GotoAsync(address.ToString(), new() { WaitUntil = WaitUntilState.Commit }),
            new() { Predicate = message => message.Text.StartsWith(FirstScore, StringComparison.Ordinal) });
        await context.CloseAsync();
        return double.Parse(said.Text[FirstScore.Length..], CultureInfo.InvariantCulture);
    }
}
