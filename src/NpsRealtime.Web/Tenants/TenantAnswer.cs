using NpsRealtime.Scoring.Tenants;

namespace NpsRealtime.Web.Tenants;

/// <summary>A tenant as readers see it.</summary>
/// <param name="Name">Its slug: the name in addresses.</param>
/// <param name="Label">Its name for people: the spelling under which it was made.</param>
/// <param name="TimeZone">Where its days begin and end: an IANA name.</param>
public sealed record TenantAnswer(string Name, string Label, string TimeZone)
{
    public static TenantAnswer Of(Tenant tenant) => new(tenant.Name, tenant.Label, tenant.TimeZone.Id);
}
