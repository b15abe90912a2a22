using NpsRealtime.Scoring.Arithmetic;
using NpsRealtime.Scoring.Store;
using NpsRealtime.Scoring.Tenants;
using NpsRealtime.Scoring.Windows;

namespace NpsRealtime.Scoring.Engine;

/// <summary>Reads many scores of a tenant out of the store in one grouped read, without bringing any to life.</summary>
public sealed class ColdScores(Tenant tenant, IResponseStore store, TimeProvider time)
{
    /// <summary>A snapshot of each key, in the order of the keys, with a label of how new it is.</summary>
    public async Task<ScoreSnapshot[]> ReadAsync(
        IReadOnlyList<StoredKey> keys, Window window, long version, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var span = window.Resolve(now, tenant.Calendar);
        var sums = new Dictionary<int, ColdScore>(keys.Count);
        foreach (var score in await store.SumAsync(tenant.Id, [.. keys.Select(key => key.Id)], span, cancellation))
            sums[score.KeyId] = score;
        return [.. keys.Select(key =>
            Snapshot(key, window, span, sums.GetValueOrDefault(key.Id, new ColdScore(key.Id, default, null, 0, 0)), version, now))];
    }

    private ScoreSnapshot Snapshot(StoredKey key, Window window, MinuteSpan span, in ColdScore score, long version, DateTimeOffset now)
    {
        return new ScoreSnapshot(
            tenant.Name,
            key.Key.Text,
            key.Key.Label,
            new SnapshotWindow(window.Name, span.From?.Start, span.EndWhenLastIs(score.LastBucket).Start),
            ScoreCounts.Of(score.Tally),
            NetPromoterScore.Of(score.Tally),
            ScoreInterval.Of(score.Tally),
            score.LastRespondedAtMilliseconds == 0 ? null : new LastResponse(
                DateTimeOffset.FromUnixTimeMilliseconds(score.LastRespondedAtMilliseconds),
                DateTimeOffset.FromUnixTimeMilliseconds(score.LastAcceptedAtMilliseconds)),
            version,
            now);
    }
}
