using NpsRealtime.Scoring.Keys;

namespace NpsRealtime.Scoring.Tenants;

/// <summary>What somebody asks a tenant to be.</summary>
/// <param name="Name">The tenant's name.</param>
/// <param name="TimeZone">Its time zone; null leaves it as it is, or UTC for a new tenant.</param>
/// <param name="IdKey">
/// The id-hash key of an exported tenant, so that its tombstones keep their meaning; null makes a random one. Only a new
/// tenant takes it.
/// </param>
public sealed record TenantRequest(Slug Name, TimeZoneInfo? TimeZone, byte[]? IdKey = null);
