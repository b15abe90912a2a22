using NpsRealtime.Scoring.Tenants;

namespace NpsRealtime.Scoring.Tenants;

/// <summary>What an engine remembers of tenants, for whoever deletes one.</summary>
public interface ITenantMemory
{
    /// <summary>Forgets a tenant that was deleted: what was known of it is not answered from memory any more.</summary>
    void Forget(Tenant tenant);
}
