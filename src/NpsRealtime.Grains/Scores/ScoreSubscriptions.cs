using NpsRealtime.Grains.Nodes;
using NpsRealtime.Scoring.Engine;
using NpsRealtime.Scoring.Keys;
using NpsRealtime.Scoring.Tenants;
using NpsRealtime.Scoring.Windows;

namespace NpsRealtime.Grains.Scores;

/// <summary>The scores to which this node has subscribed: once to each, however many viewers. Thread-safe.</summary>
internal sealed class ScoreSubscriptions(IClusterGrains grains, ScoringParts parts)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, ScoreSubscription> _scores = new(StringComparer.Ordinal);

    public IScoreWatch Watch(Tenant tenant, ScoreKey key, Window window, Action<ScoreSnapshot> onChange)
    {
        var name = GrainKeys.Score(tenant.Name, key);

        // Wrapped, so that two watches by the same delegate end one by one.
        void Listen(ScoreSnapshot snapshot) => onChange(snapshot);
        Action<ScoreSnapshot> listener = Listen;
        while (true)
        {
            ScoreSubscription score;
            lock (_gate)
            {
                if (!_scores.TryGetValue(name, out score!))
                    _scores[name] = score = new ScoreSubscription(tenant, key, grains, parts);
            }

            if (score.TryAdd(window.Name, listener))
                return new Watching(score, () => End(name, score, window.Name, listener));
            Forget(name, score);
        }
    }

    private void End(string name, ScoreSubscription score, string window, Action<ScoreSnapshot> listener)
    {
        if (score.Remove(window, listener))
            Forget(name, score);
    }

    private void Forget(string name, ScoreSubscription score)
    {
        lock (_gate)
        {
            if (_scores.TryGetValue(name, out var known) && known == score)
                _scores.Remove(name);
        }
    }

    private sealed class Watching(ScoreSubscription score, Action end) : IScoreWatch
    {
        private Action? _end = end;

        public DateTimeOffset? ConfirmedAt => score.ConfirmedAt;

        public void Dispose() => Interlocked.Exchange(ref _end, null)?.Invoke();
    }
}
