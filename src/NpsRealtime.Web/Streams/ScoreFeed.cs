using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NpsRealtime.Scoring.Engine;
using NpsRealtime.Scoring.Keys;
using NpsRealtime.Scoring.Tenants;
using NpsRealtime.Scoring.Windows;
using NpsRealtime.Web.ScoreKeys;

namespace NpsRealtime.Web.Streams;

/// <summary>
/// The node's one feed: every viewer's scores come through here, so that the engine sees one subscription per tenant, key and
/// window, and one per tenant for new keys. Thread-safe.
/// </summary>
internal sealed class ScoreFeed : IDisposable
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(1);

    private readonly IScoreEngine _engine;
    private readonly KeyLabels _labels;
    private readonly TimeProvider _time;
    private readonly ILogger<ScoreFeed> _logger;
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Tenant, string Key, string Window), SharedScore> _scores = [];
    private readonly Dictionary<string, SharedKeys> _keys = [];
    private readonly ITimer _looking;

    public ScoreFeed(IScoreEngine engine, KeyLabels labels, TimeProvider time, IOptions<WebOptions> limits, ILogger<ScoreFeed> logger)
    {
        (_engine, _labels, _time, _logger) = (engine, labels, time, logger);
        labels.Changed += Rename;
        var unconfirmedMax = TimeSpan.FromSeconds(limits.Value.UnconfirmedSeconds);
        _looking = time.CreateTimer(_ => Look(unconfirmedMax), null, LookInterval, LookInterval);
    }

    /// <summary>How many scores are watched now.</summary>
    public int WatchedScores
    {
        get
        {
            lock (_gate)
                return _scores.Count;
        }
    }

    /// <summary>Begins to hold a score; <see cref="Release(SharedScore)"/> ends it.</summary>
    public SharedScore Hold(Tenant tenant, ScoreKey key, Window window)
    {
        SharedScore? score;
        lock (_gate)
        {
            var address = (tenant.Name, key.Text, window.Name);
            if (!_scores.TryGetValue(address, out score))
                _scores[address] = score = new SharedScore(tenant, key, window, _labels, _time, _logger);
            score.Holders++;
        }

        // Outside the lock: the engine may call back at once.
        score.Start(_engine);
        return score;
    }

    public void Release(SharedScore score)
    {
        lock (_gate)
        {
            if (--score.Holders > 0)
                return;
            _scores.Remove((score.Tenant.Name, score.Key.Text, score.Window.Name));
        }

        score.Dispose();
    }

    /// <summary>Begins to hold a tenant's keys; <see cref="Release(SharedKeys)"/> ends it.</summary>
    public SharedKeys HoldKeys(Tenant tenant)
    {
        SharedKeys? keys;
        lock (_gate)
        {
            if (!_keys.TryGetValue(tenant.Name, out keys))
                _keys[tenant.Name] = keys = new SharedKeys(tenant, _engine, _time);
            keys.Holders++;
        }

        keys.Start();
        return keys;
    }

    public void Release(SharedKeys keys)
    {
        lock (_gate)
        {
            if (--keys.Holders > 0)
                return;
            _keys.Remove(keys.Tenant.Name);
        }

        keys.Dispose();
    }

    public void Dispose()
    {
        _looking.Dispose();
        _labels.Changed -= Rename;
    }

    /// <summary>Looks which scores can be called live: the engine says nothing of those that nothing is heard of.</summary>
    private void Look(TimeSpan unconfirmedMax)
    {
        foreach (var score in Scores())
            score.Look(unconfirmedMax);
    }

    /// <summary>Shows the labels that were set just now, also where nobody answers for hours.</summary>
    private void Rename()
    {
        foreach (var score in Scores())
            score.Rename();
    }

    private SharedScore[] Scores()
    {
        lock (_gate)
            return [.. _scores.Values];
    }
}
