using NpsRealtime.Scoring.Insight;

namespace NpsRealtime.Web.Insight;

/// <summary>Since when a score is as it is.</summary>
/// <param name="At">Where it changed, most likely.</param>
/// <param name="Earliest">The earliest time that the counts allow, at 95 %.</param>
/// <param name="Latest">The latest.</param>
/// <param name="Direction"><c>falling</c> or <c>rising</c>.</param>
/// <param name="Before">The score before it, back to the change before.</param>
/// <param name="After">The score since.</param>
/// <param name="P">How likely so clear a change is when nothing changed.</param>
public sealed record SinceAnswer(
    DateTimeOffset At, DateTimeOffset Earliest, DateTimeOffset Latest, string Direction, Counted Before, Counted After, double P)
{
    public static SinceAnswer? Of(Turn? turn) => turn is null ? null : new SinceAnswer(
        turn.At, turn.Earliest, turn.Latest, turn.IsFalling ? "falling" : "rising", Counted.Of(turn.Before), Counted.Of(turn.After), turn.P);
}
