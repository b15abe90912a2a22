namespace NpsRealtime.Web.Access.Keys;

/// <summary>A new key, shown this once.</summary>
/// <param name="Key">The key itself: keep it now, it can't be shown again.</param>
/// <param name="Id">Its id, under which it is listed and revoked.</param>
/// <param name="Name">What it is for.</param>
/// <param name="Tenant">The tenant; null for a platform key.</param>
/// <param name="Scopes">What it may do.</param>
/// <param name="ExpiresAt">When it stops working; null for never.</param>
public sealed record KeyMade(string Key, string Id, string Name, string? Tenant, IReadOnlyList<string> Scopes, DateTimeOffset? ExpiresAt);
