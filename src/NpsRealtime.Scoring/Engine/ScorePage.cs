namespace NpsRealtime.Scoring.Engine;

/// <summary>A page of scores, sorted by key.</summary>
/// <param name="Scores">The snapshots.</param>
/// <param name="Cursor">What to pass as <c>cursor</c> for the next page; null at the end.</param>
public sealed record ScorePage(IReadOnlyList<ScoreSnapshot> Scores, string? Cursor);
