using NpsRealtime.Grains.Partitions;
using NpsRealtime.Grains.Scores;
using NpsRealtime.Scoring.Keys;

namespace NpsRealtime.Grains.Nodes;

/// <summary>The grains as Orleans reaches them.</summary>
/// <param name="grains">Where references come from.</param>
/// <param name="silo">What this process hosts; null for a gateway, which hosts nothing.</param>
internal sealed class ClusterGrains(IGrainFactory grains, SiloScoring? silo) : IClusterGrains
{
    public IResponsePartitionGrain Partition(string tenant, int partition) =>
        grains.GetGrain<IResponsePartitionGrain>(GrainKeys.Partition(tenant, partition));

    public HostedPartition? Here(string tenant, int partition) => silo?.Find(tenant, partition);

    public IScoreGrain Score(string tenant, ScoreKey key) => grains.GetGrain<IScoreGrain>(GrainKeys.Score(tenant, key));

    public IScoreObserver Refer(IScoreObserver observer) => grains.CreateObjectReference<IScoreObserver>(observer);

    public void Release(IScoreObserver reference)
    {
        try
        {
            grains.DeleteObjectReference<IScoreObserver>(reference);
        }
        catch (ObjectDisposedException)
        {
            // This node has stopped, and everything of it is gone.
        }
    }
}
