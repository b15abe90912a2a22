using NpsRealtime.Scoring.Arithmetic;
using NpsRealtime.Scoring.Store;
using NpsRealtime.Scoring.Windows;

namespace NpsRealtime.Scoring.Engine;

/// <summary>Lists many scores: living ones from memory, the cold ones in one grouped read instead of waking them.</summary>
internal sealed class ScoreListing(LocalTenant home, IResponseStore store, TimeProvider time)
{
    public async Task<IReadOnlyList<ScoreSnapshot>> ReadAsync(List<StoredKey> keys, Window window, CancellationToken cancellation)
    {
        var snapshots = new ScoreSnapshot?[keys.Count];
        var cold = new Dictionary<int, int>();
        for (var index = 0; index < keys.Count; index++)
        {
            if (home.LoadedScore(keys[index].Key.Text) is { } live)
                snapshots[index] = await live.ReadSnapshotAsync(window, after: null, cancellation);
            else
                cold[keys[index].Id] = index;
        }

        if (cold.Count > 0)
            await ReadColdAsync(keys, window, snapshots, cold, cancellation);
        return [.. snapshots.Select(snapshot => snapshot!)];
    }

    private async Task ReadColdAsync(
        List<StoredKey> keys, Window window, ScoreSnapshot?[] snapshots, Dictionary<int, int> cold, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var span = window.Resolve(now, home.Tenant.TimeZone);
        foreach (var score in await store.SumAsync(home.Tenant.Id, cold.Keys, span, cancellation))
        {
            if (cold.Remove(score.KeyId, out var index))
                snapshots[index] = Snapshot(keys[index], window, span, score, now);
        }

        foreach (var (keyId, index) in cold)
            snapshots[index] = Snapshot(keys[index], window, span, new ColdScore(keyId, default, null, 0, 0), now);
    }

    private ScoreSnapshot Snapshot(StoredKey key, Window window, MinuteSpan span, in ColdScore score, DateTimeOffset now)
    {
        var to = span.To;
        if (span.IsRunning && score.LastBucket is { } last && last >= to)
            to = span.Bound is { } bound && last >= bound ? bound : last.Plus(1);
        return new ScoreSnapshot(
            home.Tenant.Name,
            key.Key.Text,
            key.Key.Label,
            new SnapshotWindow(window.Name, span.From?.Start, to.Start),
            ScoreCounts.Of(score.Tally),
            NetPromoterScore.Of(score.Tally),
            ScoreInterval.Of(score.Tally),
            score.LastRespondedAtMilliseconds == 0 ? null : new LastResponse(
                DateTimeOffset.FromUnixTimeMilliseconds(score.LastRespondedAtMilliseconds),
                DateTimeOffset.FromUnixTimeMilliseconds(score.LastAcceptedAtMilliseconds)),
            home.Partitions.Sum(partition => partition.State?.Head ?? 0),
            now);
    }
}
