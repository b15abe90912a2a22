using NpsRealtime.Grains.Nodes;
using NpsRealtime.Grains.Partitions;
using NpsRealtime.Scoring.Partitions;

namespace NpsRealtime.Scoring.Tests.Simulation.Calls;

/// <summary>The broken variant of a partition that takes calls after it has closed.</summary>
internal sealed class PartitionThatStillTakes(
    NodeTenant tenant, int number, Committer committer, IClusterGrains grains, ScoringParts parts, Func<Task> lost)
    : HostedPartition(tenant, number, committer, grains, parts, lost)
{
    protected override bool IsClosed => false;
}
