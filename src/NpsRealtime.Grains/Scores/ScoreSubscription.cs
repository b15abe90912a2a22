using NpsRealtime.Grains.Messages;
using NpsRealtime.Grains.Nodes;
using NpsRealtime.Scoring;
using NpsRealtime.Scoring.Engine;
using NpsRealtime.Scoring.Keys;
using NpsRealtime.Scoring.Tenants;

namespace NpsRealtime.Grains.Scores;

/// <summary>
/// A node's subscription to one score, on behalf of all its viewers. It asks the score's grain every five seconds to go on, and sooner
/// after a failure; the answer holds the snapshots, so that nothing depends on a message that was lost. Orleans holds observers
/// weakly: the engine holds this strongly as long as somebody watches. Thread-safe.
/// </summary>
internal class ScoreSubscription : IScoreObserver
{
    private static readonly TimeSpan RenewInterval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan RetryInterval = TimeSpan.FromMilliseconds(500);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, SubscribedWindow> _windows = new(StringComparer.Ordinal);
    private readonly AsyncSignal _wake = new();
    private readonly IClusterGrains _grains;
    private readonly IScoreGrain _grain;
    private readonly ScoringParts _parts;
    private readonly string _key;
    private DateTimeOffset? _confirmedAt;
    private Guid _source;
    private long _number;
    private bool _isEnded;

    public ScoreSubscription(Tenant tenant, ScoreKey key, IClusterGrains grains, ScoringParts parts)
    {
        _key = key.Text;
        _grains = grains;
        _grain = grains.Score(tenant.Name, key);
        _parts = parts;
    }

    /// <inheritdoc cref="IScoreWatch.ConfirmedAt"/>
    public DateTimeOffset? ConfirmedAt
    {
        get
        {
            lock (_gate)
                return _confirmedAt;
        }
    }

    private bool IsEnded
    {
        get
        {
            lock (_gate)
                return _isEnded;
        }
    }

    /// <summary>Shows a window to one more listener. False when this has ended meanwhile.</summary>
    public bool TryAdd(string window, Action<ScoreSnapshot> listener)
    {
        bool isFirst;
        lock (_gate)
        {
            if (_isEnded)
                return false;
            isFirst = _windows.Count == 0;
            if (!_windows.TryGetValue(window, out var subscribed))
            {
                _windows[window] = subscribed = new SubscribedWindow();
                if (!isFirst)
                    _wake.Set();
            }

            subscribed.Add(listener);
        }

        if (isFirst)
            _ = _parts.Begin(RunAsync);
        return true;
    }

    /// <summary>Ends one listener's watch. True when nobody watches any more; this has ended then.</summary>
    public bool Remove(string window, Action<ScoreSnapshot> listener)
    {
        lock (_gate)
        {
            if (_windows.TryGetValue(window, out var subscribed) && subscribed.Remove(listener))
                _windows.Remove(window);
            if (_windows.Count > 0 || _isEnded)
                return false;
            _isEnded = true;
        }

        _wake.Set();
        return true;
    }

    public Task ShowAsync(ScoreNews news)
    {
        Take(news, isAnswer: false);
        return Task.CompletedTask;
    }

    public Task MovedAsync()
    {
        _wake.Set();
        return Task.CompletedTask;
    }

    /// <summary>
    /// Whether news is newer than what is shown. A life of the score that this node does not know, or knows no longer, is believed only in
    /// answer to a question.
    /// </summary>
    protected virtual bool IsNewer(ScoreNews news, bool isAnswer) =>
        news.Source == _source ? news.Number > _number : isAnswer;

    private async Task RunAsync()
    {
        Tracing.BeginAnew();
        var reference = _grains.Refer(this);
        while (!IsEnded)
            await _wake.WaitAsync(await RenewAsync(reference), _parts.NodeTime, CancellationToken.None);

        try
        {
            await _grain.EndAsync(reference);
        }
        catch (Exception)
        {
            // It lapses by itself within seconds.
        }

        _grains.Release(reference);
    }

    /// <summary>Asks the grain to go on. Returns how long to wait before it is asked again.</summary>
    private async Task<TimeSpan> RenewAsync(IScoreObserver reference)
    {
        string[] windows;
        lock (_gate)
            windows = [.. _windows.Keys];
        if (windows.Length == 0)
            return RenewInterval;
        try
        {
            var asked = _parts.Time.GetUtcNow();
            var news = await _grain.ObserveAsync(reference, windows);
            Take(news, isAnswer: true);
            if (news.Snapshots.Length == 0)
                return RenewInterval;
            lock (_gate)
                _confirmedAt = asked;
            return RenewInterval;
        }
        catch (ObjectDisposedException)
        {
            // This node has stopped: there is nothing to ask any more, and the last viewer's end wakes this.
            return Timeout.InfiniteTimeSpan;
        }
        catch (Exception failure)
        {
            _parts.Log.LoadFailed(_key, failure);
            return RetryInterval;
        }
    }

    private void Take(ScoreNews news, bool isAnswer)
    {
        lock (_gate)
        {
            if (_isEnded || !IsNewer(news, isAnswer))
                return;
            (_source, _number) = (news.Source, news.Number);
            foreach (var snapshot in news.Snapshots)
            {
                if (_windows.TryGetValue(snapshot.Window.Name, out var subscribed))
                    subscribed.Show(snapshot);
            }
        }
    }
}
