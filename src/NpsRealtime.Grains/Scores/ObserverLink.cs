using NpsRealtime.Grains.Messages;
using NpsRealtime.Grains.Nodes;
using NpsRealtime.Scoring.Engine;
using NpsRealtime.Scoring.LiveScores;
using NpsRealtime.Scoring.Windows;
using Orleans.Runtime;

namespace NpsRealtime.Grains.Scores;

/// <summary>
/// Shows the windows of a live score to one node: whatever is due goes in one message, and one message is under way. A snapshot is
/// taken under the same lock as its message's number, so that a higher number is never older. Thread-safe.
/// </summary>
internal sealed class ObserverLink(LiveScoreHost host, IScoreObserver observer, Guid source, ScoringParts parts) : IDisposable
{
    /// <summary>How long a node is shown changes without asking again: two renewals may be lost.</summary>
    private static readonly TimeSpan Lapse = TimeSpan.FromSeconds(16);

    private readonly Lock _gate = new();
    private readonly Lock _renewing = new();
    private readonly Dictionary<string, IDisposable> _watched = new(StringComparer.Ordinal);
    private readonly HashSet<string> _due = new(StringComparer.Ordinal);
    private long _number;
    private long _renewedAt;
    private bool _isSending;
    private bool _isEnded;

    /// <summary>The node asks again, for these windows. Returns how they stand; what was due is in it.</summary>
    public ScoreNews Renew(string[] windows)
    {
        lock (_renewing)
        {
            Volatile.Write(ref _renewedAt, TimeProvider.System.GetTimestamp());
            foreach (var name in _watched.Keys.Except(windows).ToArray())
            {
                _watched.Remove(name, out var watch);
                watch!.Dispose();
            }

            foreach (var name in windows)
            {
                if (!_watched.ContainsKey(name) && WindowCatalog.TryFind(name, out var window))
                    _watched[name] = host.Watch(window, snapshot => Changed(snapshot.Window.Name));
            }
        }

        lock (_gate)
        {
            _isEnded = false;
            _due.Clear();
            return Take(windows);
        }
    }

    /// <summary>A node that has not asked for long is gone.</summary>
    public void EndWhenLapsed()
    {
        if (TimeProvider.System.GetElapsedTime(Volatile.Read(ref _renewedAt)) > Lapse)
            Dispose();
    }

    /// <summary>The live score leaves this silo: the node is told to ask again.</summary>
    public void Leave()
    {
        Dispose();
        _ = Task.Run(async () =>
        {
            try
            {
                await observer.MovedAsync();
            }
            catch (Exception)
            {
                // It asks again by itself within five seconds.
            }
        });
    }

    public void Dispose()
    {
        lock (_renewing)
        {
            foreach (var watch in _watched.Values)
                watch.Dispose();
            _watched.Clear();
        }

        lock (_gate)
        {
            _isEnded = true;
            _due.Clear();
        }
    }

    // Called by the publisher, which must not be held up: sending happens elsewhere.
    private void Changed(string window)
    {
        lock (_gate)
        {
            if (_isEnded)
                return;
            _due.Add(window);
            if (_isSending)
                return;
            _isSending = true;
        }

        _ = Task.Run(SendAsync);
    }

    private async Task SendAsync()
    {
        Tracing.BeginAnew();
        while (true)
        {
            ScoreNews news;
            lock (_gate)
            {
                if (_due.Count == 0)
                {
                    _isSending = false;
                    return;
                }

                news = Take(_due);
                _due.Clear();
            }

            try
            {
                await observer.ShowAsync(news);
            }
            catch (ClientNotAvailableException)
            {
                // The node is gone for good; or it asks again, and is told from there on.
                Dispose();
            }
            catch (Exception failure)
            {
                // The node's next renewal brings it.
                parts.Log.LoadFailed(host.Key.Text, failure);
            }
        }
    }

    private ScoreNews Take(IEnumerable<string> windows)
    {
        var snapshots = new List<ScoreSnapshot>();
        foreach (var name in windows)
        {
            if (host.IsLoaded && WindowCatalog.TryFind(name, out var window)
                && host.ReadSnapshotAsync(window, after: null, CancellationToken.None) is { IsCompletedSuccessfully: true } read)
                snapshots.Add(read.Result);
        }

        return new ScoreNews(source, ++_number, [.. snapshots]);
    }
}
