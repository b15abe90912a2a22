namespace NpsRealtime.Web.Boards;

/// <summary>A board in a list.</summary>
public sealed record BoardEntry(string Id, string Name, long Version);
