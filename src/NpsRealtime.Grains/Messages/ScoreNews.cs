using NpsRealtime.Scoring.Engine;

namespace NpsRealtime.Grains.Messages;

/// <summary>Snapshots of the windows of one score that a node watches.</summary>
/// <param name="Source">The mark of the live score's present life.</param>
/// <param name="Number">Grows with every message to the node, so that it can tell which of two is the newer.</param>
/// <param name="Snapshots">One per window that has something to show.</param>
[GenerateSerializer, Immutable, Alias("nps.score-news")]
internal sealed record ScoreNews([property: Id(0)] Guid Source, [property: Id(1)] long Number, [property: Id(2)] ScoreSnapshot[] Snapshots);
