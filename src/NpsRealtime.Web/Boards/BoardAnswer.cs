namespace NpsRealtime.Web.Boards;

/// <summary>A saved board.</summary>
/// <param name="Id">Its slug.</param>
/// <param name="Version">Grows with every change.</param>
/// <param name="Board">The board.</param>
public sealed record BoardAnswer(string Id, long Version, BoardBody Board);

/// <summary>A tenant's boards by id.</summary>
public sealed record BoardList(IReadOnlyList<BoardEntry> Boards);

/// <summary>A board in a list.</summary>
public sealed record BoardEntry(string Id, string Name, long Version);
