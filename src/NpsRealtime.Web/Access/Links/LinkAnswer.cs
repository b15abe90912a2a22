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

/// <summary>The board links of a tenant, oldest first.</summary>
public sealed record LinkList(IReadOnlyList<LinkAnswer> Links);

/// <summary>A new board link, whose token is shown this once.</summary>
/// <param name="Token">The token: a screen sends it as a key. Null for a paired screen, which has it already.</param>
/// <param name="Address">Where the screen opens its board; the token stands in the fragment, which no server sees.</param>
/// <param name="Id">Its id, under which it is listed and revoked.</param>
/// <param name="Name">Where the screen hangs.</param>
public sealed record LinkMade(string? Token, string? Address, string Id, string Name);

/// <summary>What somebody asks a new board link to be: for one board, or for a set of scores.</summary>
/// <param name="Name">Where the screen hangs, in words, as in <c>floor 2, by the lift</c>.</param>
/// <param name="Board">The id of the board to show; give this or scores.</param>
/// <param name="Scores">Score keys, and wildcards such as <c>channel/*</c>; give this or board.</param>
/// <param name="Comments">Whether the screen may show comments; not when left out.</param>
/// <param name="ExpiresAt">When it stops working; never when left out.</param>
public sealed record LinkAsk(string? Name, string? Board, IReadOnlyList<string?>? Scores, bool? Comments, DateTimeOffset? ExpiresAt);
