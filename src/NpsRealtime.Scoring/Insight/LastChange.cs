using NpsRealtime.Scoring.Arithmetic;

namespace NpsRealtime.Scoring.Insight;

/// <summary>Since when a score is as it is.</summary>
/// <param name="At">Where it changed, most likely.</param>
/// <param name="Earliest">The earliest time that the counts allow, at 95 %.</param>
/// <param name="Latest">The latest.</param>
/// <param name="Before">The counts before it, back to the change before or to where the search began.</param>
/// <param name="After">The counts since.</param>
/// <param name="P">How likely so clear a change is when nothing changed.</param>
public sealed record LastChange(DateTimeOffset At, DateTimeOffset Earliest, DateTimeOffset Latest, Tally Before, Tally After, double P)
{
    /// <summary>Whether the score fell.</summary>
    public bool IsFalling => NetPromoterScore.Of(After) < NetPromoterScore.Of(Before);
}
