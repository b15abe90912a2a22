using NpsRealtime.Scoring.Arithmetic;
using NpsRealtime.Scoring.Engine;
using NpsRealtime.Scoring.Windows;

namespace NpsRealtime.Scoring.Insight;

/// <summary>A score over a window against its baseline.</summary>
/// <param name="Current">The window.</param>
/// <param name="Spans">What was counted as the baseline.</param>
/// <param name="Baseline">The baseline's counts.</param>
/// <param name="Difference">The difference; null while either side has no responses, or too little is known of what is usual.</param>
/// <param name="Usual">What is usual, when that is the baseline.</param>
/// <param name="Since">The last change in the window and in the same length before it; null when there was none.</param>
public sealed record ScoreComparison(
    ScoreSnapshot Current, IReadOnlyList<MinuteSpan> Spans, Tally Baseline, ScoreDifference? Difference, Usual? Usual, LastChange? Since)
{
    /// <summary>How many responses an hour came in the baseline.</summary>
    public double? BaselinePerHour
    {
        get
        {
            var minutes = Spans.Sum(span => (long)span.To.Number - span.From!.Value.Number);
            return minutes == 0 ? null : Math.Round(60.0 * Baseline.Total / minutes, 1);
        }
    }
}
