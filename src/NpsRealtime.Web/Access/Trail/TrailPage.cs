namespace NpsRealtime.Web.Access.Trail;

/// <summary>A page of the audit trail, newest first.</summary>
/// <param name="Entries">The entries.</param>
/// <param name="Cursor">What to ask the next page with; null at the trail's beginning.</param>
public sealed record TrailPage(IReadOnlyList<TrailAnswer> Entries, string? Cursor);
