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
internal sealed class Viewer : IDisposable
{
    private const string LimitOption = WebOptions.Section + ":" + nameof(WebOptions.ScoresPerViewerMax);

    private readonly ScoreFeed _feed;
    private readonly WebOptions _limits;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Tenant, string Key, string Window), ViewerScore> _scores = [];
    private readonly List<ViewerWildcard> _wildcards = [];

    // Not bounded by itself: all work waits in it at most once, and their number is bounded by ScoresPerViewerMax.
    private readonly Channel<IViewerWork> _work =
        Channel.CreateUnbounded<IViewerWork>(new UnboundedChannelOptions { SingleReader = true });

    // Streams that it has beside scores, one of each name.
    private readonly Dictionary<string, IDisposable> _kept = [];

    private readonly ViewerHeartbeat _heartbeat;
    private bool _isDisposed;
    private bool _isCut;

    public Viewer(ScoreFeed feed, IViewerConnection connection, WebOptions limits, TimeProvider time, ILogger logger)
    {
        (_feed, _limits, _time, _logger, Connection) = (feed, limits, time, logger, connection);
        _heartbeat = new ViewerHeartbeat(this, time);
    }

    public IViewerConnection Connection { get; }

    /// <summary>Sends what changes until the viewer is disposed or its connection fails.</summary>
    public async Task RunAsync()
    {
        try
        {
            while (await _work.Reader.WaitToReadAsync())
            {
                while (_work.Reader.TryRead(out var work))
                    await DoAsync(work);
            }
        }
        catch (TimeoutException)
        {
            Log.ViewerStuck(_logger, _limits.StuckViewerSeconds);
            WebMeters.ViewerStuck(Connection.Transport);
            Connection.Abort();
        }
        catch (Exception fault) when (fault is OperationCanceledException or IOException or ObjectDisposedException or InvalidOperationException)
        {
            // The connection is gone; whoever owns it disposes the viewer.
            Connection.Abort();
        }
        catch (Exception fault)
        {
            Log.ViewerFailed(_logger, fault);
            Connection.Abort();
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
            isKept = !_isDisposed && _kept.Count < _limits.ScoresPerViewerMax;
            if (isKept && kept is not null)
                _kept[name] = kept;
        }

        old?.Dispose();
        if (!isKept)
            kept?.Dispose();
        return isKept;
    }

    public void Enqueue(IViewerWork work) => _work.Writer.TryWrite(work);

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

            if (_isDisposed || _scores.Count >= _limits.ScoresPerViewerMax)
                return null;
            var made = new ViewerScore(this, _feed.Hold(tenant, key, window), _time, isHeld) { IsExplicit = isExplicit };
            _scores[address] = made;
            made.Score.Add(made);
            if (made.Score.UnconfirmedSince is not null)
                _heartbeat.Changed();
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
            if (known is not null || _isDisposed || _wildcards.Count >= _limits.ScoresPerViewerMax)
                return known;
            var made = new ViewerWildcard(this, _feed.HoldKeys(tenant), filter, window);
            _wildcards.Add(made);
            made.Keys.Add(made);
            return made;
        }
    }

    /// <summary>Whether so many keys are there for wildcards that have not begun that not all of them can be watched.</summary>
    public bool MustChoose()
    {
        lock (_gate)
            return _wildcards.Where(wildcard => !wildcard.HasBegun).Sum(wildcard => wildcard.Waiting) > _limits.ScoresPerViewerMax - _scores.Count;
    }

    /// <summary>Begins to watch keys of wildcards in the order given, as many as fit.</summary>
    public void Prefer(IEnumerable<(ViewerWildcard Wildcard, ScoreKey Key)> order, bool isHeld)
    {
        lock (_gate)
        {
            foreach (var (wildcard, key) in order.Where(chosen => _wildcards.Contains(chosen.Wildcard)))
            {
                if (Add(wildcard.Keys.Tenant, key, wildcard.Window, isExplicit: false, isHeld) is null)
                    return;
            }
        }
    }

    /// <summary>Takes up the keys of a wildcard that are new to it, and from now on whichever are born.</summary>
    public void TakeUp(ViewerWildcard wildcard, bool isHeld)
    {
        lock (_gate)
        {
            if (!_wildcards.Contains(wildcard))
                return;
            wildcard.HasBegun = true;

            // What the limits of names have gathered comes before any single name.
            foreach (var key in wildcard.NextKeys().OrderBy(key => !Attention.IsOther(key.Text)))
            {
                if (Add(wildcard.Keys.Tenant, key, wildcard.Window, isExplicit: false, isHeld) is null)
                    NoteCut(wildcard);
            }
        }
    }

    /// <summary>Some of its scores may be unconfirmed now, or confirmed again.</summary>
    public void ConfirmationChanged() => _heartbeat.Changed();

    /// <summary>Tells how the scores fare from now on also when nothing changes.</summary>
    public void RepeatHeartbeat(TimeSpan interval) => _heartbeat.Repeat(interval);

    /// <summary>What is to be said of the scores that it watches.</summary>
    public Heartbeat Heartbeat(DateTimeOffset now)
    {
        lock (_gate)
        {
            return new Heartbeat(
                now,
                [.. _scores.Values.Select(score => (score.Score, At: score.Score.UnconfirmedSince)).Where(score => score.At is not null).Select(score =>
                    new UnconfirmedScore(score.Score.Tenant.Name, score.Score.Key.Text, score.Score.Window.Name, score.At!.Value))],
                [.. _wildcards.Where(wildcard => wildcard.LeftOut > 0).Select(wildcard => new LeftOutScores(
                    wildcard.Keys.Tenant.Name, wildcard.Text, wildcard.Window.Name, wildcard.LeftOut, LimitOption, _limits.ScoresPerViewerMax))]);
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
            _heartbeat.Dispose();
            foreach (var kept in _kept.Values)
                kept.Dispose();
            _kept.Clear();
            _work.Writer.TryComplete();
            _wildcards.ForEach(Drop);
            _wildcards.Clear();
            foreach (var score in _scores.Values)
                Drop(score);
            _scores.Clear();
        }
    }

    private async ValueTask DoAsync(IViewerWork work)
    {
        var taking = work.DoAsync();
        if (taking.IsCompletedSuccessfully)
            return;
        await taking.AsTask().WaitAsync(TimeSpan.FromSeconds(_limits.StuckViewerSeconds), _time);
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
        if (score.Score.UnconfirmedSince is not null)
            _heartbeat.Changed();
        score.Score.Remove(score);
        _feed.Release(score.Score);
    }

    private void Drop(ViewerWildcard wildcard)
    {
        wildcard.Keys.Remove(wildcard);
        if (wildcard.LeftOut > 0)
            _heartbeat.Changed();
        _feed.Release(wildcard.Keys);
    }

    private void NoteCut(ViewerWildcard wildcard)
    {
        if (_isDisposed)
            return;
        wildcard.LeftOut++;
        _heartbeat.Changed();
        if (!_isCut)
            Log.WildcardCut(_logger, wildcard.Keys.Tenant.Name, _limits.ScoresPerViewerMax);
        _isCut = true;
    }
}
