using NpsRealtime.Grains.Messages;
using NpsRealtime.Grains.Nodes;
using NpsRealtime.Scoring.Engine;
using NpsRealtime.Scoring.LiveScores;
using NpsRealtime.Scoring.Windows;
using Orleans.Runtime;

namespace NpsRealtime.Grains.Scores;

/// <summary>
/// Shows the windows of a live score to one node: whatever is due goes in one message, and one message is under way. Everything it sends it
/// was shown by the score, in order; a message takes the latest of each window and its number at once, so that a higher number is
/// never older. Thread-safe.
/// </summary>
internal sealed class ObserverLink(LiveScoreHost host, IScoreObserver observer, Guid source, ScoringParts parts) : IDisposable
{
    /// <summary>How long a node is shown changes without asking again: two renewals may be lost.</summary>
    private static readonly TimeSpan Lapse = TimeSpan.FromSeconds(16);

    private readonly Lock _gate = new();
    private readonly Lock _renewing = new();
    private readonly Dictionary<string, IDisposable> _watched = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ScoreSnapshot> _latest = new(StringComparer.Ordinal);
    private readonly HashSet<string> _due = new(StringComparer.Ordinal);
    private long _number;
    private long _renewedAt;
    private bool _isRenewing;
    private bool _isSending;
    private bool _isEnded;

    /// <summary>The node asks again, for these windows. Returns how they stand; what was due is in it.</summary>
    public ScoreNews Renew(string[] windows)
    {
        lock (_renewing)
        {
            Volatile.Write(ref _renewedAt, parts.NodeTime.GetTimestamp());
            lock (_gate)
                (_isRenewing, _isEnded) = (true, false);
            foreach (var name in _watched.Keys.Except(windows).ToArray())
            {
                _watched.Remove(name, out var watch);
                watch!.Dispose();
                lock (_gate)
                    _latest.Remove(name);
            }

            foreach (var name in windows)
            {
                if (!WindowCatalog.TryFind(name, out var window))
                    continue;
                if (_watched.ContainsKey(name))
                    host.Show(window, Changed);
                else
                    _watched[name] = host.Watch(window, Changed);
            }

            lock (_gate)
            {
                _isRenewing = false;
                return Take(windows);
            }
        }
    }

    /// <summary>A node that has not asked for long is gone.</summary>
    public void EndWhenLapsed()
    {
        if (parts.NodeTime.GetElapsedTime(Volatile.Read(ref _renewedAt)) > Lapse)
            Dispose();
    }

    /// <summary>The live score leaves this silo: the node is told to ask again.</summary>
    public void Leave()
    {
        Dispose();
        _ = parts.Begin(async () =>
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
            lock (_gate)
            {
                _isEnded = true;
                _due.Clear();
                _latest.Clear();
            }
        }
    }

    // Called by the publisher, which must not be held up: sending happens elsewhere.
    private void Changed(ScoreSnapshot snapshot)
    {
        lock (_gate)
        {
            if (_isEnded)
                return;
            _latest[snapshot.Window.Name] = snapshot;
            if (!_due.Add(snapshot.Window.Name) || _isSending || _isRenewing)
                return;
            _isSending = true;
        }

        _ = parts.Begin(SendAsync);
    }

    private async Task SendAsync()
    {
        Tracing.BeginAnew();
        while (TakeDue() is { } news)
        {
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

    private ScoreNews? TakeDue()
    {
        lock (_gate)
        {
            if (_due.Count > 0)
                return Take([.. _due]);
            _isSending = false;
            return null;
        }
    }

    /// <summary>The latest of these windows, with a number that says so. Guarded by the caller.</summary>
    private ScoreNews Take(string[] windows)
    {
        _due.ExceptWith(windows);
        var snapshots = new List<ScoreSnapshot>(windows.Length);
        foreach (var name in windows)
        {
            if (_latest.TryGetValue(name, out var snapshot))
                snapshots.Add(snapshot);
        }

        return new ScoreNews(source, ++_number, [.. snapshots]);
    }
}
