using NpsRealtime.Scoring.Engine;

namespace NpsRealtime.Scoring.Tests.Engine;

public class LoadLimiterTests
{
    private readonly LoadLimiter _limiter = new(atOnce: 2);

    [Fact]
    public async Task Run_Many_NeverMoreAtOnceThanAllowed()
    {
        var (now, most) = (0, 0);

        await Task.WhenAll(Enumerable.Range(0, 40).Select(index => _limiter.RunAsync(
            index % 2 == 0,
            async () =>
            {
                var running = Interlocked.Increment(ref now);
                InterlockedMax(ref most, running);
                await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System);
                Interlocked.Decrement(ref now);
                return index;
            },
            CancellationToken.None)));

        most.ShouldBe(2);
    }

    [Fact]
    public async Task Run_Watched_GoesBeforePolledThatCameEarlier()
    {
        var order = new List<string>();
        var (first, second) = (new TaskCompletionSource<bool>(), new TaskCompletionSource<bool>());
        var running = new[] { Run(isWatched: false, first), Run(isWatched: false, second) };
        var polled = Note("polled", isWatched: false);
        var watched = Note("watched", isWatched: true);

        first.SetResult(true);
        await watched.WaitAsync(TimeSpan.FromSeconds(10));
        second.SetResult(true);
        await Task.WhenAll([polled, .. running]).WaitAsync(TimeSpan.FromSeconds(10));

        order.ShouldBe(["watched", "polled"]);

        Task<bool> Note(string name, bool isWatched) => _limiter.RunAsync(
            isWatched,
            () =>
            {
                lock (order)
                    order.Add(name);
                return Task.FromResult(true);
            },
            CancellationToken.None);
    }

    [Fact]
    public async Task Run_LoadFails_GivesItsTurnOn()
    {
        for (var attempt = 0; attempt < 5; attempt++)
            await Should.ThrowAsync<StoreUnavailableException>(() => _limiter.RunAsync<bool>(true, () => throw new StoreUnavailableException("Away."), CancellationToken.None));

        (await _limiter.RunAsync(true, () => Task.FromResult(7), CancellationToken.None)).ShouldBe(7);
    }

    [Fact]
    public async Task Run_GivesUpWaiting_TheNextOneGetsTheTurn()
    {
        var (first, second) = (new TaskCompletionSource<bool>(), new TaskCompletionSource<bool>());
        var running = new[] { Run(isWatched: true, first), Run(isWatched: true, second) };
        using var givingUp = new CancellationTokenSource();
        var gone = _limiter.RunAsync(true, () => Task.FromResult(1), givingUp.Token);
        var next = _limiter.RunAsync(true, () => Task.FromResult(2), CancellationToken.None);

        await givingUp.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(gone);
        first.SetResult(true);

        (await next.WaitAsync(TimeSpan.FromSeconds(10))).ShouldBe(2);
        second.SetResult(true);
        await Task.WhenAll(running);
    }

    private Task<bool> Run(bool isWatched, TaskCompletionSource<bool> until) =>
        _limiter.RunAsync(isWatched, () => until.Task, CancellationToken.None);

    private static void InterlockedMax(ref int most, int value)
    {
        for (var known = most; value > known; known = most)
        {
            if (Interlocked.CompareExchange(ref most, value, known) == known)
                return;
        }
    }
}
