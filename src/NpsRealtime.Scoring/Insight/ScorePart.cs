using NpsRealtime.Scoring.Arithmetic;
using NpsRealtime.Scoring.Keys;

namespace NpsRealtime.Scoring.Insight;

/// <summary>One part of a score in a breakdown.</summary>
/// <param name="Key">The part's key; null for responses without a value in the dimension, and for the rest that is not told apart.</param>
/// <param name="Current">Its counts in the window.</param>
/// <param name="Previous">Its counts in the baseline.</param>
/// <param name="Contribution">What it adds to the change of the whole; null while the whole has no responses before or after.</param>
/// <param name="Difference">How its own score differs; null while either side has no responses.</param>
public sealed record ScorePart(ScoreKey? Key, Tally Current, Tally Previous, Contribution? Contribution, ScoreDifference? Difference);
