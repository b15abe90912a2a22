using NpsRealtime.Scoring.Engine;

namespace NpsRealtime.Grains.Messages;

/// <summary>The answer to a read: expected outcomes travel as values, since exceptions lose their type on the way.</summary>
/// <param name="Status">How it went.</param>
/// <param name="Snapshot">The score over one window, when that was asked for.</param>
/// <param name="Points">The history, when that was asked for.</param>
/// <param name="Detail">Why it did not go well.</param>
[GenerateSerializer, Immutable, Alias("nps.read-answer")]
internal sealed record ReadAnswer(
    [property: Id(0)] ReadStatus Status,
    [property: Id(1)] ScoreSnapshot? Snapshot = null,
    [property: Id(2)] HistoryPoint[]? Points = null,
    [property: Id(3)] string? Detail = null);
