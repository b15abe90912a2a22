using NpsRealtime.Grains.Partitions;
using NpsRealtime.Grains.Scores;
using NpsRealtime.Scoring.Keys;

namespace NpsRealtime.Grains.Nodes;

/// <summary>The grains as Orleans reaches them.</summary>
internal sealed class ClusterGrains(IGrainFactory grains) : IClusterGrains
{
    public IResponsePartitionGrain Partition(string tenant, int partition) =>
        grains.GetGrain<IResponsePartitionGrain>(GrainKeys.Partition(tenant, partition));

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
