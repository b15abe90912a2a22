using NpsRealtime.Grains.Nodes;
using NpsRealtime.Scoring.Engine;
using NpsRealtime.Scoring.Keys;
using NpsRealtime.Scoring.LiveScores;
using NpsRealtime.Scoring.Store;

namespace NpsRealtime.Grains.Scores;

/// <summary>How a live score reaches its partitions and the store.</summary>
internal sealed class ScoreLinks(NodeTenant tenant, ScoreKey key, IClusterGrains grains, LoadLimiter loads, ScoringParts parts) : IScoreLinks
{
    public int Partitions => tenant.Tenant.Partitions;

    public ValueTask<StoredKey?> FindKeyAsync(CancellationToken cancellation) => tenant.FindAsync(key, cancellation);

    public async Task<RollUp> AttachAsync(int partition, int keyId, bool isWatched, CancellationToken cancellation)
    {
        Tracing.BeginAnew();
        return (await grains.Partition(tenant.Tenant.Name, partition).AttachAsync(keyId, isWatched, cancellation)).RollUp;
    }

    public Task<ScoreLoad> LoadAsync(int keyId, bool isWatched, CancellationToken cancellation) =>
        loads.RunAsync(isWatched, () => parts.Store.LoadAsync(tenant.Tenant.Id, keyId, cancellation), cancellation);
}
