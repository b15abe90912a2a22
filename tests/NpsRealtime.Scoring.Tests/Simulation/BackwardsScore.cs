using NpsRealtime.Scoring.Keys;
using NpsRealtime.Scoring.LiveScores;
using NpsRealtime.Scoring.Tenants;

namespace NpsRealtime.Scoring.Tests.Simulation;

/// <summary>The broken variant of a score whose cursor has no maximum.</summary>
internal sealed class BackwardsScore(Tenant tenant, ScoreKey key) : LiveScore(tenant, key)
{
    protected override long Advance(long head, long to) => to;
}
