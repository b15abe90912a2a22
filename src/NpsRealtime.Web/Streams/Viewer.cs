using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using NpsRealtime.Scoring.Keys;
using NpsRealtime.Scoring.Tenants;
using NpsRealtime.Scoring.Windows;
using NpsRealtime.Web.Telemetry;

namespace NpsRealtime.Web.Streams;

/// <summary>
/// One connection that watches scores. Its pump sends one message at a time and awaits it, so that a slow viewer costs a flag per
/// score and holds up nobody; when a message is not taken for <see cref="WebOptions.StuckViewerSeconds"/> the viewer is dropped.
/// </summary>
internal sealed class Viewer(ScoreFeed feed, IViewerConnection connection, WebOptions limits, TimeProvider time, ILogger logger) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Tenant, string Key, string Window), ViewerScore> _scores = [];
    private readonly List<ViewerWildcard> _wildcards = [];

    // Not bounded by itself: every turn waits in it at most once, and their number is bounded by ScoresPerViewerMax.
    private readonly Channel<IViewerTurn> _turns =
        Channel.CreateUnbounded<IViewerTurn>(new UnboundedChannelOptions { SingleReader = true });

    // Streams that it has beside scores, one of each name.
    private readonly Dictionary<string, IDisposable> _kept = [];

    private bool _isDisposed;
    private bool _isCut;

    public IViewerConnection Connection => connection;

    /// <summary>Sends what changes until the viewer is disposed or its connection fails.</summary>
    public async Task RunAsync()
    {
        try
        {
            while (await _turns.Reader.WaitToReadAsync())
            {
                while (_turns.Reader.TryRead(out var turn))
                    await TakeAsync(turn);
            }
        }
        catch (TimeoutException)
        {
            Log.ViewerStuck(logger, limits.StuckViewerSeconds);
            WebMeters.ViewerStuck(connection.Transport);
            connection.Abort();
        }
        catch (Exception fault) when (fault is OperationCanceledException or IOException or ObjectDisposedException or InvalidOperationException)
        {
            // The connection is gone; whoever owns it disposes the viewer.
            connection.Abort();
        }
        catch (Exception fault)
        {
            Log.ViewerFailed(logger, fault);
            connection.Abort();
        }
    }

    /// <summary>Holds something until the viewer is disposed or something else, or nothing, takes its place.</summary>
    /// <returns>False when the viewer has as many as it may; then it is disposed at once.</returns>
    public bool Keep(string name, IDisposable? kept)
    {
        IDisposable? old;
        var isKept = true;
        lock (_gate)
        {
            _kept.Remove(name, out old);
            isKept = !_isDisposed && _kept.Count < limits.ScoresPerViewerMax;
            if (isKept && kept is not null)
                _kept[name] = kept;
        }

        old?.Dispose();
        if (!isKept)
            kept?.Dispose();
        return isKept;
    }

    public void Enqueue(IViewerTurn turn) => _turns.Writer.TryWrite(turn);

    /// <summary>Begins to watch a score. With <paramref name="isHeld"/> nothing is sent before <see cref="ViewerScore.LetGo"/>.</summary>
    /// <returns>Null when the viewer watches as many scores as it may.</returns>
    public ViewerScore? Add(Tenant tenant, ScoreKey key, Window window, bool isExplicit, bool isHeld)
    {
        lock (_gate)
        {
            var address = (tenant.Name, key.Text, window.Name);
            if (_scores.TryGetValue(address, out var known))
            {
                known.IsExplicit |= isExplicit;
                return known;
            }

            if (_isDisposed || _scores.Count >= limits.ScoresPerViewerMax)
                return null;
            var made = new ViewerScore(this, feed.Hold(tenant, key, window), time, isHeld) { IsExplicit = isExplicit };
            _scores[address] = made;
            made.Score.Add(made);
            if (made.Score.Latest is not null)
                made.Changed();
            return made;
        }
    }

    /// <summary>Begins to watch whatever a wildcard stands for, now and later.</summary>
    public ViewerWildcard? Add(Tenant tenant, Scoring.Engine.ScoreFilter filter, Window window)
    {
        lock (_gate)
        {
            var known = _wildcards.Find(wildcard =>
                wildcard.Keys.Tenant.Name == tenant.Name && wildcard.Filter == filter && wildcard.Window.Name == window.Name);
            if (known is not null || _isDisposed || _wildcards.Count >= limits.ScoresPerViewerMax)
                return known;
            var made = new ViewerWildcard(this, feed.HoldKeys(tenant), filter, window);
            _wildcards.Add(made);
            made.Keys.Add(made);
            return made;
        }
    }

    /// <summary>Takes up the keys of a wildcard that are new to it.</summary>
    public List<ViewerScore> TakeUp(ViewerWildcard wildcard, bool isHeld)
    {
        lock (_gate)
        {
            var taken = new List<ViewerScore>();
            if (!_wildcards.Contains(wildcard))
                return taken;
            foreach (var key in wildcard.NextKeys())
            {
                if (Add(wildcard.Keys.Tenant, key, wildcard.Window, isExplicit: false, isHeld) is { } score)
                    taken.Add(score);
                else
                    NoteCut();
            }

            return taken;
        }
    }

    /// <summary>The scores watched that a wildcard stands for.</summary>
    public List<ViewerScore> Covered(ViewerWildcard wildcard)
    {
        lock (_gate)
            return [.. _scores.Values.Where(score => wildcard.Covers(score.Score))];
    }

    /// <summary>Watches a score no longer, unless a wildcard still covers it.</summary>
    public void Remove(string tenant, ScoreKey key, Window window)
    {
        lock (_gate)
        {
            if (_scores.TryGetValue((tenant, key.Text, window.Name), out var score))
            {
                score.IsExplicit = false;
                RemoveUnwanted([score]);
            }
        }
    }

    /// <summary>Watches a wildcard no longer, nor the scores that only it asked for.</summary>
    public void Remove(string tenant, Scoring.Engine.ScoreFilter filter, Window window)
    {
        lock (_gate)
        {
            var found = _wildcards.Find(wildcard =>
                wildcard.Keys.Tenant.Name == tenant && wildcard.Filter == filter && wildcard.Window.Name == window.Name);
            if (found is null)
                return;
            Drop(found);
            _wildcards.Remove(found);
            RemoveUnwanted([.. _scores.Values.Where(score => found.Covers(score.Score))]);
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            foreach (var kept in _kept.Values)
                kept.Dispose();
            _kept.Clear();
            _turns.Writer.TryComplete();
            _wildcards.ForEach(Drop);
            _wildcards.Clear();
            foreach (var score in _scores.Values)
                Drop(score);
            _scores.Clear();
        }
    }

    private async ValueTask TakeAsync(IViewerTurn turn)
    {
        var taking = turn.TakeAsync();
        if (taking.IsCompletedSuccessfully)
            return;
        await taking.AsTask().WaitAsync(TimeSpan.FromSeconds(limits.StuckViewerSeconds), time);
    }

    private void RemoveUnwanted(IReadOnlyList<ViewerScore> scores)
    {
        foreach (var score in scores)
        {
            if (score.IsExplicit || _wildcards.Exists(wildcard => wildcard.Covers(score.Score)))
                continue;
            _scores.Remove((score.Score.Tenant.Name, score.Score.Key.Text, score.Score.Window.Name));
            Drop(score);
        }
    }

    private void Drop(ViewerScore score)
    {
        score.IsRemoved = true;
        score.Score.Remove(score);
        feed.Release(score.Score);
    }

    private void Drop(ViewerWildcard wildcard)
    {
        wildcard.Keys.Remove(wildcard);
        feed.Release(wildcard.Keys);
    }

    private void NoteCut()
    {
        if (!_isCut)
            Log.WildcardCut(logger, limits.ScoresPerViewerMax);
        _isCut = true;
    }
}
