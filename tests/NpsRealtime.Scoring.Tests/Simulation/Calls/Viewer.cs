using NpsRealtime.Scoring.Engine;
using NpsRealtime.Scoring.Keys;

namespace NpsRealtime.Scoring.Tests.Simulation.Calls;

/// <summary>Looks at one score on one silo, and notes what it is shown that is wrong once everything has come to rest.</summary>
internal sealed class Viewer(CallWorld world, ScoreKey key)
{
    public ScoreSnapshot? Shown { get; private set; }

    public void Show(ScoreSnapshot snapshot)
    {
        Shown = snapshot;
        world.Trace($"{key} {snapshot.Counts.Total}");
        if (world.IsAtRest && snapshot.Counts.Total != world.CountOf(key))
            world.Wrong.Add($"{key} was shown as {snapshot.Counts.Total} at rest, recounted {world.CountOf(key)}.");
    }
}
