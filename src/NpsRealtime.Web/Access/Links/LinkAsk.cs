namespace NpsRealtime.Web.Access.Links;

/// <summary>What somebody asks a new board link to be: for one board, or for a set of scores.</summary>
/// <param name="Name">Where the screen hangs, in words, as in <c>floor 2, by the lift</c>.</param>
/// <param name="Board">The id of the board to show; give this or scores.</param>
/// <param name="Scores">Score keys, and wildcards such as <c>channel/*</c>; give this or board.</param>
/// <param name="Comments">Whether the screen may show comments; not when left out.</param>
/// <param name="ExpiresAt">When it stops working; never when left out.</param>
public sealed record LinkAsk(string? Name, string? Board, IReadOnlyList<string?>? Scores, bool? Comments, DateTimeOffset? ExpiresAt);
