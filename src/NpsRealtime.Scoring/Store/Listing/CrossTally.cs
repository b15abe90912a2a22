using NpsRealtime.Scoring.Arithmetic;
using NpsRealtime.Scoring.Keys;

namespace NpsRealtime.Scoring.Store.Listing;

/// <summary>What responses that count under two keys at once say, over some spans.</summary>
/// <param name="Part">The second key; null for responses without a value in its dimension.</param>
/// <param name="Tallies">A tally per span.</param>
public sealed record CrossTally(ScoreKey? Part, Tally[] Tallies);
