using NpsRealtime.Scoring.Engine;
using NpsRealtime.Scoring.Windows;

namespace NpsRealtime.Scoring.LiveScores;

/// <summary>
/// Shows a live score to its viewers: a change at once, then at most one per interval with the latest state. Calls to listeners
/// come one at a time and in order; listeners must not block. Thread-safe.
/// </summary>
internal sealed class ScorePublisher(Func<Window, ScoreSnapshot?> take, TimeProvider time, ScoringOptions options) : IDisposable
{
    private readonly Lock _showing = new();
    private readonly Dictionary<string, WatchedWindow> _windows = [];
    private ITimer? _timer;
    private long? _publishedAt;
    private bool _isPending;
    private bool _isDisposed;

    /// <summary>Whether anybody watches.</summary>
    public bool IsWatched
    {
        get
        {
            lock (_showing)
                return _windows.Count > 0;
        }
    }

    /// <summary>Begins to show a window to a listener, with the present snapshot when there is one.</summary>
    /// <returns>Whether nobody watched before.</returns>
    public bool Add(Window window, Action<ScoreSnapshot> listener)
    {
        lock (_showing)
        {
            var isFirst = _windows.Count == 0;
            if (!_windows.TryGetValue(window.Name, out var watched))
                _windows[window.Name] = watched = new WatchedWindow(window);
            watched.Add(listener);
            if (take(window) is { } snapshot)
                watched.Begin(snapshot, listener);
            return isFirst;
        }
    }

    /// <summary>Shows a listener how its window stands now, whether or not it has been shown that before.</summary>
    public void Show(Window window, Action<ScoreSnapshot> listener)
    {
        lock (_showing)
        {
            if (_windows.TryGetValue(window.Name, out var watched) && take(window) is { } snapshot)
                watched.Begin(snapshot, listener);
        }
    }

    public void Remove(Window window, Action<ScoreSnapshot> listener)
    {
        lock (_showing)
        {
            if (!_windows.TryGetValue(window.Name, out var watched))
                return;
            watched.Remove(listener);
            if (watched.IsEmpty)
                _windows.Remove(window.Name);
        }
    }

    /// <summary>Something changed: show it now, or when the interval is over.</summary>
    public void Changed()
    {
        lock (_showing)
        {
            if (_isPending || _isDisposed || _windows.Count == 0)
                return;
            var wait = _publishedAt is { } at
                ? TimeSpan.FromMilliseconds(options.PublishMilliseconds) - time.GetElapsedTime(at)
                : TimeSpan.Zero;
            if (wait <= TimeSpan.Zero)
            {
                Publish();
                return;
            }

            _isPending = true;
            _timer ??= time.CreateTimer(_ => Flush(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            _timer.Change(wait, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Nothing more is shown, also of what is being loaded: another may show what is newer by now.</summary>
    public void Dispose()
    {
        lock (_showing)
        {
            _isDisposed = true;
            _timer?.Dispose();
        }
    }

    private void Flush()
    {
        lock (_showing)
        {
            _isPending = false;
            if (!_isDisposed)
                Publish();
        }
    }

    private void Publish()
    {
        foreach (var watched in _windows.Values.ToArray())
        {
            if (take(watched.Window) is not { } snapshot || !watched.Differs(snapshot))
                continue;
            _publishedAt = time.GetTimestamp();
            watched.Show(snapshot);
        }
    }
}
