using Orleans.Runtime;

namespace NpsRealtime.Grains.Nodes;

/// <summary>The cluster as a silo sees it.</summary>
internal sealed class SiloMembership(ISiloStatusOracle oracle) : IMembership
{
    public string Description
    {
        get
        {
            var active = oracle.GetApproximateSiloStatuses(onlyActive: true).Keys.Select(silo => silo.Endpoint.ToString())
                .Order(StringComparer.Ordinal).ToList();
            return $"This silo is {oracle.CurrentStatus.ToString().ToLowerInvariant()}; it sees {active.Count} active: {string.Join(", ", active)}.";
        }
    }
}
