using NpsRealtime.Grains.Partitions;
using NpsRealtime.Grains.Scores;
using NpsRealtime.Scoring.Keys;

namespace NpsRealtime.Grains.Nodes;

/// <summary>The grains as a node reaches them. A port, so that whatever decides about calls runs in a simulation too.</summary>
internal interface IClusterGrains
{
    IResponsePartitionGrain Partition(string tenant, int partition);

    /// <summary>A partition that lives in this process; null for one that lives elsewhere, or nowhere yet.</summary>
    HostedPartition? Here(string tenant, int partition);

    IScoreGrain Score(string tenant, ScoreKey key);

    /// <summary>What is given to a grain so that it can call an observer of this node, until <see cref="Release"/>.</summary>
    IScoreObserver Refer(IScoreObserver observer);

    void Release(IScoreObserver reference);
}
