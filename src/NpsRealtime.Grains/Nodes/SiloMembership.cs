using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace NpsRealtime.Grains.Nodes;

/// <summary>The cluster as a silo sees it.</summary>
internal sealed class SiloMembership(ISiloStatusOracle oracle, IClusterMembershipService membership, ILogger<SiloMembership> logger) : IMembership
{
    private static readonly TimeSpan RefreshMax = TimeSpan.FromSeconds(1);

    public bool IsMember => oracle.CurrentStatus == SiloStatus.Active;

    public string Description =>
        $"This silo is {oracle.CurrentStatus.ToString().ToLowerInvariant()}; it sees {oracle.GetApproximateSiloStatuses(onlyActive: true).Count} active.";

    public IReadOnlyList<string>? Addresses =>
    [
        .. oracle.GetApproximateSiloStatuses(onlyActive: true).Keys.Select(silo => silo.Endpoint.ToString()).Order(StringComparer.Ordinal),
    ];

    /// <summary>
    /// Reads the membership now rather than at the next round: who was fenced may be a silo that the others have declared dead, or may
    /// take another for alive that is not.
    /// </summary>
    public async Task RefreshAsync()
    {
        try
        {
            await membership.Refresh().AsTask().WaitAsync(RefreshMax);
        }
        catch (Exception failure)
        {
            Log.MembershipUnread(logger, failure.Message);
        }
    }
}
