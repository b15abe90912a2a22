using System.Collections.Concurrent;
using NpsRealtime.Scoring.Keys;

namespace NpsRealtime.Contracts.Engines;

/// <summary>Watching: the present score at once, then every change, in order, the last one right.</summary>
public abstract class WatchContract<TWorld> : EngineContract<TWorld>
    where TWorld : IEngineWorld, new()
{
    [SkippableFact]
    public async Task Watch_Begun_ShowsThePresentScore()
    {
        await AcceptAsync(Requests.Post("a", 9), Requests.Post("b", 2));

        using var first = Watch("tenant");
        (await first.ShowsTotalAsync(2)).Nps.ShouldBe(0);
        using var second = Watch("tenant", "1h");
        (await second.ShowsTotalAsync(2)).Window.Name.ShouldBe("1h");
    }

    [SkippableFact]
    public async Task Watch_QuietScore_ShowsEachChange()
    {
        using var watcher = Watch("channel/web");
        await watcher.ShowsTotalAsync(0);

        for (var index = 1; index <= 8; index++)
        {
            await AcceptAsync(Requests.Post($"r-{index}", 9));
            await watcher.ShowsTotalAsync(index);
        }

        await SendAsync(Requests.Put("r-1", 0));
        await watcher.ShowsAsync(snapshot => snapshot.Counts.Detractors == 1);
        await SendAsync(Requests.Delete("r-2"));
        await watcher.ShowsTotalAsync(7);
        await SendAsync(Requests.Put("r-3", 9, channel: "phone"));
        await watcher.ShowsTotalAsync(6);
    }

    [SkippableFact]
    public async Task Watch_Flood_IsConflatedInOrderAndTheLastIsRight()
    {
        using var watcher = Watch("tenant");
        await watcher.ShowsTotalAsync(0);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(sender => Task.Run(async () =>
        {
            for (var index = 0; index < 150; index++)
                await AcceptAsync(Requests.Post($"{sender}-{index}", 9));
        })));

        await watcher.ShowsTotalAsync(1_200);
        var shown = watcher.Shown;
        shown.Select(snapshot => snapshot.Counts.Total).ShouldBe(shown.Select(snapshot => snapshot.Counts.Total).Order());
        shown.Select(snapshot => snapshot.Version).ShouldBe(shown.Select(snapshot => snapshot.Version).Order());
        shown.Count.ShouldBeLessThan(600);
        watcher.HasOverlapped.ShouldBeFalse();
    }

    [SkippableFact]
    public async Task Watch_KeyBornLater_ShowsItWithItsLabel()
    {
        using var watcher = Watch("channel/kiosk");
        (await watcher.ShowsTotalAsync(0)).Nps.ShouldBeNull();

        await AcceptAsync(Requests.Post("a", 9, channel: "Kiosk"));

        (await watcher.ShowsTotalAsync(1)).Label.ShouldBe("Kiosk");
        await AcceptAsync(Requests.Post("b", 9, channel: "KIOSK"));
        await watcher.ShowsTotalAsync(2);
    }

    [SkippableFact]
    public async Task Watch_NothingArrives_ContentAgesOutOfTheWindow()
    {
        using var hour = Watch("tenant", "1h");
        using var day = Watch("tenant");
        await AcceptAsync(Requests.Post("a", 9), Requests.Post("b", 1, Requests.Now.AddMinutes(-30)));
        await hour.ShowsTotalAsync(2);

        Clock.Advance(TimeSpan.FromMinutes(31));
        (await hour.ShowsTotalAsync(1)).Counts.Promoters.ShouldBe(1);
        Clock.Advance(TimeSpan.FromMinutes(31));
        (await hour.ShowsTotalAsync(0)).Nps.ShouldBeNull();
        await day.ShowsTotalAsync(2);
        Clock.Advance(TimeSpan.FromHours(25));
        await day.ShowsTotalAsync(0);
    }

    [SkippableFact]
    public async Task Watch_Ended_ShowsNothingMore()
    {
        var watcher = Watch("tenant");
        using var other = Watch("tenant");
        await watcher.ShowsTotalAsync(0);
        watcher.Dispose();
        watcher.Dispose();
        var shown = watcher.Shown.Count;

        await AcceptAsync(Requests.Post("a", 9));

        await other.ShowsTotalAsync(1);
        watcher.Shown.Count.ShouldBe(shown);
    }

    [SkippableFact]
    public async Task Watch_AfterAPauseLongerThanAnyAttachment_IsStillTold()
    {
        using var watcher = Watch("tenant");
        await AcceptAsync(Requests.Post("a", 9));
        await watcher.ShowsTotalAsync(1);

        Clock.Advance(TimeSpan.FromMinutes(20));
        await AcceptAsync(Requests.Post("b", 9, Requests.Now.AddMinutes(20)));

        await watcher.ShowsTotalAsync(2, seconds: 40);
    }

    [SkippableFact]
    public async Task WatchKeys_KnownAndBorn_AreToldOnce()
    {
        await AcceptAsync(Requests.Post("a", 9, segments: [("region", "EMEA")]));
        await RestartAsync();
        var told = new ConcurrentQueue<string>();

        using var watch = Engine.WatchKeys(Acme, key => told.Enqueue(key.Text));
        await ToldAsync(4);
        await AcceptAsync(Requests.Post("b", 9, channel: "phone"), Requests.Post("c", 9));
        await ToldAsync(6);

        told.Order(StringComparer.Ordinal).ShouldBe(
        [
            "channel/phone", "channel/phone/touchpoint/checkout", "channel/web", "channel/web/touchpoint/checkout",
            "segment/region/emea", "touchpoint/checkout",
        ]);

        async Task ToldAsync(int count)
        {
            for (var attempt = 0; attempt < 400 && told.Count < count; attempt++)
                await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
            told.Count.ShouldBe(count);
        }
    }

    [SkippableFact]
    public async Task WatchKeys_Ended_TellsNothingMore()
    {
        var told = 0;
        Engine.WatchKeys(Acme, _ => Interlocked.Increment(ref told)).Dispose();
        var all = new TaskCompletionSource();
        using var other = Engine.WatchKeys(Acme, key =>
        {
            if (key.Kind == ScoreKind.Pair)
                all.TrySetResult();
        });

        await AcceptAsync(Requests.Post("a", 9));

        // Whoever began later is told later: by now the one that ended would have been told of a key at least.
        await all.Task.WaitAsync(TimeSpan.FromSeconds(20));
        told.ShouldBe(0);
    }
}
