namespace NpsRealtime.Web.Access.Keys;

/// <summary>A key as it is listed; the key itself is shown only once, when it is made.</summary>
/// <param name="Id">Its id, the part between <c>nps_</c> and the secret.</param>
/// <param name="Name">What it is for.</param>
/// <param name="Tenant">The tenant; null for a platform key.</param>
/// <param name="Scopes">What it may do.</param>
/// <param name="Status"><c>works</c>, <c>revoked</c> or <c>expired</c>.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="CreatedBy">The id of the key that made it, <c>server</c> for the first one, <c>open</c> when no key was needed.</param>
/// <param name="ExpiresAt">When it stops working; null for never.</param>
/// <param name="RevokedAt">When it was revoked.</param>
/// <param name="RotatedTo">The id of the key that takes its place.</param>
/// <param name="LastUsedAt">When it was used last, to about a minute; null for never.</param>
public sealed record KeyAnswer(
    string Id,
    string Name,
    string? Tenant,
    IReadOnlyList<string> Scopes,
    string Status,
    DateTimeOffset CreatedAt,
    string CreatedBy,
    DateTimeOffset? ExpiresAt,
    DateTimeOffset? RevokedAt,
    string? RotatedTo,
    DateTimeOffset? LastUsedAt)
{
    internal static KeyAnswer Of(string id, KeyRecord key, DateTimeOffset now, DateTimeOffset? lastUsed) => new(
        id,
        key.Name,
        key.Tenant,
        key.Scopes,
        key.RevokedAt is not null ? "revoked" : key.HoldsAt(now) ? "works" : "expired",
        key.CreatedAt,
        key.CreatedBy,
        key.ExpiresAt,
        key.RevokedAt,
        key.RotatedTo,
        lastUsed);
}

/// <summary>The keys of a tenant or of the platform, oldest first.</summary>
public sealed record KeyList(IReadOnlyList<KeyAnswer> Keys);

/// <summary>A new key, shown this once.</summary>
/// <param name="Key">The key itself: keep it now, it can't be shown again.</param>
/// <param name="Id">Its id, under which it is listed and revoked.</param>
/// <param name="Name">What it is for.</param>
/// <param name="Tenant">The tenant; null for a platform key.</param>
/// <param name="Scopes">What it may do.</param>
/// <param name="ExpiresAt">When it stops working; null for never.</param>
public sealed record KeyMade(string Key, string Id, string Name, string? Tenant, IReadOnlyList<string> Scopes, DateTimeOffset? ExpiresAt);

/// <summary>What somebody asks a new key to be.</summary>
/// <param name="Name">What it is for, in words, as in <c>survey tool</c>.</param>
/// <param name="Scopes">For a tenant's key: ingest, read, comments, admin. A platform key has none to choose.</param>
/// <param name="ExpiresAt">When it stops working; never when left out.</param>
public sealed record KeyAsk(string? Name, IReadOnlyList<string?>? Scopes, DateTimeOffset? ExpiresAt);

/// <summary>How a key is rotated.</summary>
/// <param name="OverlapMinutes">How long the old key goes on working beside the new one; a day when left out.</param>
public sealed record RotationAsk(int? OverlapMinutes);
