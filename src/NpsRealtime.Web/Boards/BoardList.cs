namespace NpsRealtime.Web.Boards;

/// <summary>A tenant's boards by id.</summary>
public sealed record BoardList(IReadOnlyList<BoardEntry> Boards);
