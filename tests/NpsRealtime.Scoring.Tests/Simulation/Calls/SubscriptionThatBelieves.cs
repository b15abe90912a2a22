using NpsRealtime.Grains.Messages;
using NpsRealtime.Grains.Nodes;
using NpsRealtime.Grains.Scores;
using NpsRealtime.Scoring.Keys;
using NpsRealtime.Scoring.Tenants;

namespace NpsRealtime.Scoring.Tests.Simulation.Calls;

/// <summary>The broken variant of a subscription that believes whatever life of a score speaks.</summary>
internal sealed class SubscriptionThatBelieves(Tenant tenant, ScoreKey key, IClusterGrains grains, ScoringParts parts)
    : ScoreSubscription(tenant, key, grains, parts)
{
    protected override bool IsNewer(ScoreNews news, bool isAnswer) => base.IsNewer(news, isAnswer: true);
}
