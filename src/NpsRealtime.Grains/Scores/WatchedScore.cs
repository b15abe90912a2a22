using NpsRealtime.Grains.Messages;
using NpsRealtime.Grains.Nodes;
using NpsRealtime.Scoring.Engine;
using NpsRealtime.Scoring.Keys;
using NpsRealtime.Scoring.Tenants;

namespace NpsRealtime.Grains.Scores;

/// <summary>
/// One score that this node watches on behalf of all its viewers. It asks the score's grain every five seconds to go on, and sooner
/// after a failure; the answer holds the snapshots, so that nothing depends on a message that was lost. Orleans holds observers
/// weakly: the engine holds this strongly as long as somebody watches. Thread-safe.
/// </summary>
internal sealed class WatchedScore : IScoreObserver, IDisposable
{
    private static readonly TimeSpan RenewInterval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan RetryInterval = TimeSpan.FromMilliseconds(500);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, WatchedWindow> _windows = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stopping = new();
    private readonly SemaphoreSlim _wake = new(0, 1);
    private readonly IGrainFactory _grains;
    private readonly IScoreGrain _grain;
    private readonly ScoringParts _parts;
    private readonly string _key;
    private Guid _source;
    private long _number;
    private bool _isDisposed;

    public WatchedScore(Tenant tenant, ScoreKey key, IGrainFactory grains, ScoringParts parts)
    {
        _key = key.Text;
        _grains = grains;
        _grain = grains.GetGrain<IScoreGrain>(GrainKeys.Score(tenant.Name, key));
        _parts = parts;
    }

    /// <summary>Shows a window to one more listener. False when this has ended meanwhile.</summary>
    public bool TryAdd(string window, Action<ScoreSnapshot> listener)
    {
        lock (_gate)
        {
            if (_isDisposed)
                return false;
            var isFirst = _windows.Count == 0;
            if (!_windows.TryGetValue(window, out var watched))
            {
                _windows[window] = watched = new WatchedWindow();
                Wake();
            }

            watched.Add(listener);
            if (isFirst)
                _ = Task.Run(RunAsync);
            return true;
        }
    }

    /// <summary>Ends one listener's watch. True when nobody watches any more; this has ended then.</summary>
    public bool Remove(string window, Action<ScoreSnapshot> listener)
    {
        lock (_gate)
        {
            if (_windows.TryGetValue(window, out var watched) && watched.Remove(listener))
                _windows.Remove(window);
            if (_windows.Count > 0 || _isDisposed)
                return false;
            _isDisposed = true;
        }

        _stopping.Cancel();
        Wake();
        return true;
    }

    public Task ShowAsync(ScoreNews news)
    {
        // A life of the score that this node does not know, or knows no longer, is believed only in answer to a question.
        Take(news, isAnswer: false);
        return Task.CompletedTask;
    }

    public Task MovedAsync()
    {
        Wake();
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        _stopping.Dispose();
        _wake.Dispose();
    }

    private async Task RunAsync()
    {
        Tracing.BeginAnew();
        var reference = _grains.CreateObjectReference<IScoreObserver>(this);
        while (!_stopping.IsCancellationRequested)
            await _wake.WaitAsync(await RenewAsync(reference), CancellationToken.None);

        try
        {
            await _grain.EndAsync(reference);
        }
        catch (Exception)
        {
            // It lapses by itself within seconds.
        }

        try
        {
            _grains.DeleteObjectReference<IScoreObserver>(reference);
        }
        catch (ObjectDisposedException)
        {
            // This node has stopped, and everything of it is gone.
        }

        Dispose();
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
            var news = await _grain.ObserveAsync(reference, windows);
            Take(news, isAnswer: true);
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
            if (_isDisposed || (news.Source != _source && !isAnswer) || (news.Source == _source && news.Number <= _number))
                return;
            (_source, _number) = (news.Source, news.Number);
            foreach (var snapshot in news.Snapshots)
            {
                if (_windows.TryGetValue(snapshot.Window.Name, out var watched))
                    watched.Show(snapshot);
            }
        }
    }

    private void Wake()
    {
        try
        {
            if (_wake.CurrentCount == 0)
                _wake.Release();
        }
        catch (Exception failure) when (failure is SemaphoreFullException or ObjectDisposedException)
        {
            // Somebody else has woken it, or it has ended.
        }
    }
}
