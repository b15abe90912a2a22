using NpsRealtime.Scoring.LiveScores;

namespace NpsRealtime.Grains.Messages;

/// <summary>A roll-up on its way between grains; it is not copied when both live in one silo.</summary>
[GenerateSerializer, Immutable, Alias("nps.roll-up-message")]
internal sealed record RollUpMessage([property: Id(0)] RollUp RollUp);
