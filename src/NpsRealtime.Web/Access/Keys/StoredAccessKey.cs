namespace NpsRealtime.Web.Access.Keys;

/// <summary>A key with where it is kept.</summary>
/// <param name="TenantId">Whose it is; 0 for the platform.</param>
/// <param name="Id">Its id.</param>
/// <param name="Version">The version of its record.</param>
/// <param name="Record">What is kept.</param>
internal sealed record StoredAccessKey(int TenantId, string Id, long Version, KeyRecord Record);
