namespace NpsRealtime.Web.Tenants;

/// <summary>All tenants, sorted by name.</summary>
public sealed record TenantList(IReadOnlyList<TenantAnswer> Tenants);
