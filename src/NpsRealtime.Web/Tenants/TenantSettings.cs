namespace NpsRealtime.Web.Tenants;

/// <summary>What a tenant may be asked to be. Everything is optional.</summary>
/// <param name="TimeZone">An IANA name such as Europe/Berlin; UTC when a new tenant has none.</param>
/// <param name="IdKey">32 bytes in base64 from an export, so that its tombstones keep their meaning; only for a new tenant.</param>
public sealed record TenantSettings(string? TimeZone, string? IdKey);
