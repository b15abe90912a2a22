using NpsRealtime.Scoring.Store;
using NpsRealtime.Scoring.Windows;

namespace NpsRealtime.Scoring.Engine;

/// <summary>Lists many scores: living ones from memory, the cold ones in one grouped read instead of waking them.</summary>
internal sealed class ScoreListing(LocalTenant home, IResponseStore store, TimeProvider time)
{
    public async Task<IReadOnlyList<ScoreSnapshot>> ReadAsync(List<StoredKey> keys, Window window, CancellationToken cancellation)
    {
        var snapshots = new ScoreSnapshot?[keys.Count];
        var cold = new List<int>();
        for (var index = 0; index < keys.Count; index++)
        {
            if (home.LoadedScore(keys[index].Key.Text) is { } live)
                snapshots[index] = await live.ReadSnapshotAsync(window, after: null, cancellation);
            else
                cold.Add(index);
        }

        if (cold.Count > 0)
        {
            var version = home.Partitions.Sum(partition => partition.State?.Head ?? 0);
            var read = await new ColdScores(home.Tenant, store, time).ReadAsync([.. cold.Select(index => keys[index])], window, version, cancellation);
            for (var place = 0; place < cold.Count; place++)
                snapshots[cold[place]] = read[place];
        }

        return [.. snapshots.Select(snapshot => snapshot!)];
    }
}
