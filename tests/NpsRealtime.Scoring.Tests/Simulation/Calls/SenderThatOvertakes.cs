using Microsoft.Extensions.Logging;
using NpsRealtime.Grains.Nodes;
using NpsRealtime.Grains.Partitions;
using NpsRealtime.Scoring.Responses;
using NpsRealtime.Scoring.Tenants;

namespace NpsRealtime.Scoring.Tests.Simulation.Calls;

/// <summary>The broken variants of a sender that does not wait for what may still be carried out.</summary>
internal sealed class SenderThatOvertakes(CallVariant variant, Tenant tenant, int partition, IClusterGrains grains, ScoringParts parts, ILogger logger)
    : PartitionSender(tenant, partition, grains, parts, logger)
{
    protected override bool IsUnderWay(CallLane[] others, IdHash id) =>
        variant != CallVariant.SameIdInTwoCalls && base.IsUnderWay(others, id);

    protected override bool IsIdle() => variant == CallVariant.ShortcutThatOvertakes || base.IsIdle();

    protected override TimeSpan StillPossible(DateTimeOffset until) =>
        variant == CallVariant.RepetitionThatOvertakes ? TimeSpan.Zero : base.StillPossible(until);
}
