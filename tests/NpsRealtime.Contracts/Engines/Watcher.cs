using NpsRealtime.Scoring.Engine;

namespace NpsRealtime.Contracts.Engines;

/// <summary>A viewer: remembers what it was shown.</summary>
public sealed class Watcher : IDisposable
{
    private readonly Lock _gate = new();
    private readonly List<ScoreSnapshot> _shown = [];
    private TaskCompletionSource _more = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _inside;

    /// <summary>Ended with the watcher.</summary>
    public IDisposable? Subscription { get; set; }

    /// <summary>Whether two calls ever overlapped.</summary>
    public bool HasOverlapped { get; private set; }

    public IReadOnlyList<ScoreSnapshot> Shown
    {
        get
        {
            lock (_gate)
                return [.. _shown];
        }
    }

    public void Take(ScoreSnapshot snapshot)
    {
        if (Interlocked.Increment(ref _inside) > 1)
            HasOverlapped = true;
        lock (_gate)
        {
            _shown.Add(snapshot);
            _more.TrySetResult();
        }

        Interlocked.Decrement(ref _inside);
    }

    /// <summary>Waits until the last snapshot shown is as wanted.</summary>
    public async Task<ScoreSnapshot> ShowsAsync(Func<ScoreSnapshot, bool> wanted, int seconds = 20)
    {
        var deadline = Task.Delay(TimeSpan.FromSeconds(seconds), TimeProvider.System);
        while (true)
        {
            Task more;
            lock (_gate)
            {
                if (_shown.Count > 0 && wanted(_shown[^1]))
                    return _shown[^1];
                if (_more.Task.IsCompleted)
                    _more = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                more = _more.Task;
            }

            if (await Task.WhenAny(more, deadline) == deadline)
                throw new TimeoutException($"After {seconds} s the last of {Shown.Count} snapshots counts {(Shown is [.., var last] ? last.Counts.Total : -1)}.");
        }
    }

    /// <summary>Waits until the last snapshot counts so many responses.</summary>
    public Task<ScoreSnapshot> ShowsTotalAsync(long total, int seconds = 20) =>
        ShowsAsync(snapshot => snapshot.Counts.Total == total, seconds);

    public void Dispose() => Subscription?.Dispose();
}
