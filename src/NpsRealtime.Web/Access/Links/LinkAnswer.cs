namespace NpsRealtime.Web.Access.Links;

/// <summary>A board link as it is listed; its token is shown only once, when it is made.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Where the screen hangs.</param>
/// <param name="Board">The board that it shows; null when it has scores of its own.</param>
/// <param name="Scores">The scores that it shows; null when a board says.</param>
/// <param name="Comments">Whether it may show comments.</param>
/// <param name="Status"><c>works</c>, <c>revoked</c> or <c>expired</c>.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="CreatedBy">The id of the key that made it.</param>
/// <param name="ExpiresAt">When it stops working; null for never.</param>
/// <param name="RevokedAt">When it was revoked.</param>
/// <param name="LastSeenAt">When its screen was last seen, to about a minute; null for never.</param>
public sealed record LinkAnswer(
    string Id,
    string Name,
    string? Board,
    IReadOnlyList<string>? Scores,
    bool Comments,
    string Status,
    DateTimeOffset CreatedAt,
    string CreatedBy,
    DateTimeOffset? ExpiresAt,
    DateTimeOffset? RevokedAt,
    DateTimeOffset? LastSeenAt)
{
    internal static LinkAnswer Of(string id, LinkRecord link, DateTimeOffset now, DateTimeOffset? lastSeen) => new(
        id,
        link.Name,
        link.Board,
        link.Scores,
        link.Comments,
        link.RevokedAt is not null ? "revoked" : link.HoldsAt(now) ? "works" : "expired",
        link.CreatedAt,
        link.CreatedBy,
        link.ExpiresAt,
        link.RevokedAt,
        lastSeen);
}
