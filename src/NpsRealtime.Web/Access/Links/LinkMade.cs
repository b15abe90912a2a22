namespace NpsRealtime.Web.Access.Links;

/// <summary>A new board link, whose token is shown this once.</summary>
/// <param name="Token">The token: a screen sends it as a key. Null for a paired screen, which has it already.</param>
/// <param name="Address">Where the screen opens its board; the token stands in the fragment, which no server sees.</param>
/// <param name="Id">Its id, under which it is listed and revoked.</param>
/// <param name="Name">Where the screen hangs.</param>
public sealed record LinkMade(string? Token, string? Address, string Id, string Name);
