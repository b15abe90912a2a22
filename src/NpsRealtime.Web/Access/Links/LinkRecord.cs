using NpsRealtime.Web.Access.Grants;

namespace NpsRealtime.Web.Access.Links;

/// <summary>A board link as it is kept: read-only, for a screen that nobody logs in to.</summary>
/// <param name="Name">Where the screen hangs, in words.</param>
/// <param name="Tenant">The tenant's slug.</param>
/// <param name="Board">The board that it shows; null when it has a set of scores of its own.</param>
/// <param name="Scores">The score keys that it shows; null when a board says.</param>
/// <param name="Comments">Whether it shows comments.</param>
/// <param name="Hash">SHA-256 of the secret.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="CreatedBy">Who made it: a key's id.</param>
/// <param name="ExpiresAt">When it stops working; null for never.</param>
/// <param name="RevokedAt">When somebody revoked it; null while nobody has.</param>
internal sealed record LinkRecord(
    string Name,
    string Tenant,
    string? Board,
    IReadOnlyList<string>? Scores,
    bool Comments,
    byte[] Hash,
    DateTimeOffset CreatedAt,
    string CreatedBy,
    DateTimeOffset? ExpiresAt = null,
    DateTimeOffset? RevokedAt = null)
{
    public const string Kind = "link";

    public bool HoldsAt(DateTimeOffset now) => RevokedAt is null && (ExpiresAt is not { } end || now < end);

    /// <param name="tenantId">The tenant's number.</param>
    /// <param name="id">The link's id.</param>
    /// <param name="version">The record's version; of link and boards together when it shows boards.</param>
    /// <param name="boards">The boards that it reaches.</param>
    /// <param name="scores">What it shows.</param>
    public Grant ToGrant(int tenantId, string id, long version, IReadOnlyCollection<string> boards, IEnumerable<string> scores) =>
        new(GrantKind.Link, id, Name, Comments ? Scope.Read | Scope.Comments : Scope.Read)
        {
            TenantId = tenantId,
            Tenant = Tenant,
            Hash = Hash,
            ExpiresAt = ExpiresAt,
            Version = version,
            Board = Board,
            Boards = boards,
            Scores = new LinkScores(scores),
        };
}

/// <summary>A board link with where it is kept.</summary>
internal sealed record StoredLink(int TenantId, string Id, LinkRecord Record);
