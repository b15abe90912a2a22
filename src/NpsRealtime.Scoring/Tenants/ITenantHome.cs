using NpsRealtime.Scoring.Tenants;

namespace NpsRealtime.Scoring.Tenants;

/// <summary>What a process keeps of one tenant.</summary>
public interface ITenantHome
{
    /// <summary>The tenant.</summary>
    Tenant Tenant { get; }
}
