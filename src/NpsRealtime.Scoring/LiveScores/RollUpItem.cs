using NpsRealtime.Scoring.Arithmetic;
using NpsRealtime.Scoring.Windows;

namespace NpsRealtime.Scoring.LiveScores;

/// <summary>What one commit changed in one minute of one score.</summary>
/// <param name="Head">The commit.</param>
/// <param name="Minute">The minute in which the responses were given, however old.</param>
/// <param name="Change">By how much the counts change.</param>
/// <param name="LastRespondedAtMilliseconds">The latest <c>respondedAt</c> added; 0 when nothing was added.</param>
/// <param name="LastAcceptedAtMilliseconds">When that response was taken.</param>
public readonly record struct RollUpItem(
    long Head, Minute Minute, Tally Change, long LastRespondedAtMilliseconds, long LastAcceptedAtMilliseconds);
