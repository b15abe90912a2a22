using Orleans.Configuration;

namespace NpsRealtime.Grains.Hosting;

/// <summary>
/// How soon a silo that is dead or frozen is known to be: three probes of 0.9 seconds missed, and two silos to say so (one, in a cluster of
/// two). Orleans' own settings would take a minute. How long its partitions do not write is measured by <c>cluster-recovery</c>.
/// </summary>
internal static class ClusterLiveness
{
    public static void Configure(ClusterMembershipOptions options)
    {
        // By itself it comes down to half of that where probes are mostly answered at once, and then a silo that a busy machine let stand for
        // 1.7 seconds was declared dead (measured).
        options.ProbeTimeout = TimeSpan.FromMilliseconds(900);
        options.MinProbeTimeout = TimeSpan.FromMilliseconds(900);
        options.MaxProbeTimeout = TimeSpan.FromSeconds(2);
        options.NumMissedProbesLimit = 3;

        // An indirect probe does not count when the silo in between is itself slow, so that on a busy machine a frozen silo took 13
        // seconds to be declared dead (measured). Two silos must say so anyway.
        options.EnableIndirectProbes = false;
        options.NumVotesForDeathDeclaration = 2;

        // A silo from which any message came in the last 12 seconds would get no vote: a frozen one was found that much later (measured).
        options.EnableConnectionLivenessCheck = false;

        // One whose messages nobody takes, for want of a certificate or a way, is told so before its supervisor's patience ends.
        options.MaxJoinAttemptTime = TimeSpan.FromSeconds(60);
        options.TableRefreshTimeout = TimeSpan.FromSeconds(5);
        options.IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(5);
        options.DeathVoteExpirationTimeout = TimeSpan.FromSeconds(30);
    }
}
