namespace NpsRealtime.Web.Listing;

/// <summary>A page of responses, the one that arrived last first.</summary>
/// <param name="Responses">The responses. A page may be short, or empty, and still have a cursor.</param>
/// <param name="Cursor">What to pass as <c>cursor</c> for the next page; null at the end.</param>
public sealed record ListedPage(IReadOnlyList<ListedAnswer> Responses, string? Cursor);
