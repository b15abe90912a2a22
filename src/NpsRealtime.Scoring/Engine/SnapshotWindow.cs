namespace NpsRealtime.Scoring.Engine;

/// <summary>The window of a snapshot and the span that was counted.</summary>
/// <param name="Name">The window's name, as in <c>24h</c>.</param>
/// <param name="From">The start of the first minute counted; null for everything from the beginning.</param>
/// <param name="To">The end of the last minute counted.</param>
public sealed record SnapshotWindow(string Name, DateTimeOffset? From, DateTimeOffset To);
