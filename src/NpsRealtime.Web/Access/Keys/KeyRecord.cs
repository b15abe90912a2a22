using NpsRealtime.Web.Access.Grants;

namespace NpsRealtime.Web.Access.Keys;

/// <summary>A key as it is kept. The key itself is not: only the hash of its secret.</summary>
/// <param name="Name">What it is for, in words.</param>
/// <param name="Tenant">The tenant's slug; null for a platform key.</param>
/// <param name="Scopes">What it may do.</param>
/// <param name="Hash">SHA-256 of the secret.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="CreatedBy">Who made it: a key's id, or <c>server</c>.</param>
/// <param name="ExpiresAt">When it stops working; null for never.</param>
/// <param name="RevokedAt">When somebody revoked it; null while nobody has.</param>
/// <param name="RotatedTo">The id of the key that takes its place; null while there is none.</param>
internal sealed record KeyRecord(
    string Name,
    string? Tenant,
    IReadOnlyList<string> Scopes,
    byte[] Hash,
    DateTimeOffset CreatedAt,
    string CreatedBy,
    DateTimeOffset? ExpiresAt = null,
    DateTimeOffset? RevokedAt = null,
    string? RotatedTo = null)
{
    public const string Kind = "key";

    public bool HoldsAt(DateTimeOffset now) => RevokedAt is null && (ExpiresAt is not { } end || now < end);

    public Grant ToGrant(int tenantId, string id, long version) =>
        new(GrantKind.Key, id, Name, Scopes.Aggregate(Scope.None, (all, one) => all | (ScopeNames.Parse(one) ?? Scope.None)))
        {
            TenantId = tenantId,
            Tenant = Tenant,
            Hash = Hash,
            ExpiresAt = ExpiresAt,
            Version = version,
        };
}

/// <summary>A key with where it is kept.</summary>
/// <param name="TenantId">Whose it is; 0 for the platform.</param>
/// <param name="Id">Its id.</param>
/// <param name="Version">The version of its record.</param>
/// <param name="Record">What is kept.</param>
internal sealed record StoredAccessKey(int TenantId, string Id, long Version, KeyRecord Record);
