using NpsRealtime.Scoring.Arithmetic;
using NpsRealtime.Scoring.Engine;
using NpsRealtime.Scoring.Insight;
using NpsRealtime.Scoring.Windows;

namespace NpsRealtime.Web.Insight;

/// <summary>What a window was compared with.</summary>
/// <param name="Name">The baseline as it was asked for.</param>
/// <param name="Spans">What was counted.</param>
/// <param name="Counts">The counts of all spans together.</param>
/// <param name="Nps">Their score; null when nothing was counted.</param>
/// <param name="Interval">Its 95 % confidence interval.</param>
public sealed record BaselineAnswer(
    string Name, IReadOnlyList<SpanAnswer> Spans, ScoreCounts Counts, decimal? Nps, ScoreInterval? Interval)
{
    public static BaselineAnswer Of(Baseline baseline, IReadOnlyList<MinuteSpan> spans, in Tally tally) => new(
        baseline.Name, [.. spans.Select(SpanAnswer.Of)], ScoreCounts.Of(tally), NetPromoterScore.Of(tally), ScoreInterval.Of(tally));
}
