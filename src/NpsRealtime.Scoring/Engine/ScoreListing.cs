using NpsRealtime.Scoring.Keys;
using NpsRealtime.Scoring.LiveScores;
using NpsRealtime.Scoring.Store;
using NpsRealtime.Scoring.Tenants;
using NpsRealtime.Scoring.Windows;

namespace NpsRealtime.Scoring.Engine;

/// <summary>Lists many scores: those that live in this process from memory, all others in one grouped read instead of waking them.</summary>
/// <param name="tenant">Whose scores.</param>
/// <param name="loaded">The live score of a key when it lives here and has loaded.</param>
/// <param name="store">Where the others are read.</param>
/// <param name="time">The clock.</param>
public sealed class ScoreListing(Tenant tenant, Func<ScoreKey, LiveScoreHost?> loaded, IResponseStore store, TimeProvider time)
{
    /// <summary>A snapshot of each key, in the order of the keys; those that were read have a label of how new they are.</summary>
    public async Task<IReadOnlyList<ScoreSnapshot>> ReadAsync(
        IReadOnlyList<StoredKey> keys, Window window, long version, CancellationToken cancellation)
    {
        var snapshots = new ScoreSnapshot?[keys.Count];
        var cold = new List<int>();
        for (var index = 0; index < keys.Count; index++)
        {
            if (loaded(keys[index].Key) is { } live)
                snapshots[index] = await live.ReadSnapshotAsync(window, after: null, cancellation);
            else
                cold.Add(index);
        }

        if (cold.Count > 0)
        {
            var read = await new ColdScores(tenant, store, time).ReadAsync([.. cold.Select(index => keys[index])], window, version, cancellation);
            for (var place = 0; place < cold.Count; place++)
                snapshots[cold[place]] = read[place];
        }

        return [.. snapshots.Select(snapshot => snapshot!)];
    }
}
