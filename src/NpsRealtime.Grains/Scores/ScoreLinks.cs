using NpsRealtime.Grains.Nodes;
using NpsRealtime.Grains.Partitions;
using NpsRealtime.Scoring.Keys;
using NpsRealtime.Scoring.LiveScores;
using NpsRealtime.Scoring.Store;

namespace NpsRealtime.Grains.Scores;

/// <summary>How a live score in a grain reaches its partitions and the store.</summary>
internal sealed class ScoreLinks(
    NodeTenant tenant, ScoreKey key, IGrainFactory grains, SiloScoring silo, ScoringParts parts) : IScoreLinks
{
    public int Partitions => tenant.Tenant.Partitions;

    public ValueTask<StoredKey?> FindKeyAsync(CancellationToken cancellation) => tenant.FindAsync(key, cancellation);

    public async Task<RollUp> AttachAsync(int partition, int keyId, bool isWatched, CancellationToken cancellation)
    {
        Tracing.BeginAnew();
        var grain = grains.GetGrain<IResponsePartitionGrain>(GrainKeys.Partition(tenant.Tenant.Name, partition));
        return (await grain.AttachAsync(keyId, isWatched, cancellation)).RollUp;
    }

    public Task<ScoreLoad> LoadAsync(int keyId, bool isWatched, CancellationToken cancellation) =>
        silo.Loads.RunAsync(isWatched, () => parts.Store.LoadAsync(tenant.Tenant.Id, keyId, cancellation), cancellation);
}
