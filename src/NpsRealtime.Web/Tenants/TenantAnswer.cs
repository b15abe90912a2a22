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

/// <summary>All tenants, sorted by name.</summary>
public sealed record TenantList(IReadOnlyList<TenantAnswer> Tenants);

/// <summary>What a tenant may be asked to be. Everything is optional.</summary>
/// <param name="TimeZone">An IANA name such as Europe/Berlin; UTC when a new tenant has none.</param>
/// <param name="IdKey">32 bytes in base64 from an export, so that its tombstones keep their meaning; only for a new tenant.</param>
/// <param name="Name">As the head of an export has it. The address says it; here it changes nothing.</param>
/// <param name="Label">The same.</param>
public sealed record TenantSettings(string? TimeZone, string? IdKey, string? Name = null, string? Label = null);
