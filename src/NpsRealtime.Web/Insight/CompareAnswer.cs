using NpsRealtime.Scoring.Arithmetic;
using NpsRealtime.Scoring.Engine;
using NpsRealtime.Scoring.Insight;
using NpsRealtime.Scoring.Windows;
using NpsRealtime.Web.Settings;

namespace NpsRealtime.Web.Insight;

/// <summary>A score against its baseline.</summary>
/// <param name="Tenant">The tenant's name.</param>
/// <param name="Key">The score key.</param>
/// <param name="Label">The key's label for people.</param>
/// <param name="Current">The window's snapshot.</param>
/// <param name="Baseline">What it is compared with.</param>
/// <param name="Difference">Current minus baseline, in points; null while either has no responses.</param>
/// <param name="Interval">Where the true difference lies, at every look at once.</param>
/// <param name="Z">The difference in standard errors.</param>
/// <param name="P">The two-sided p-value of a single look.</param>
/// <param name="PAnytime">The p-value that holds however often one looks.</param>
/// <param name="Significant">Whether it is a real change: PAnytime is below 0.05.</param>
/// <param name="Since">The last change in the window and in the same length before it; null when there was none.</param>
/// <param name="UsualPerHour">How many responses an hour came in the baseline.</param>
/// <param name="MinResponses">How many responses a score needs before it should be shown.</param>
/// <param name="Enough">Whether the window has so many.</param>
/// <param name="Target">The score that the tenant aims at; null when it has set none.</param>
/// <param name="AsOf">When this was computed.</param>
public sealed record CompareAnswer(
    string Tenant,
    string Key,
    string Label,
    ScoreSnapshot Current,
    BaselineAnswer Baseline,
    decimal? Difference,
    ScoreInterval? Interval,
    double? Z,
    double? P,
    double? PAnytime,
    bool Significant,
    SinceAnswer? Since,
    double? UsualPerHour,
    int MinResponses,
    bool Enough,
    int? Target,
    DateTimeOffset AsOf)
{
    internal static CompareAnswer Of(ScoreComparison comparison, Baseline baseline, SettingsBody settings) => new(
        comparison.Current.Tenant,
        comparison.Current.Key,
        comparison.Current.Label,
        comparison.Current,
        BaselineAnswer.Of(baseline, comparison.Spans, comparison.Baseline),
        comparison.Difference?.Points,
        comparison.Difference?.Interval,
        comparison.Difference?.Z,
        comparison.Difference?.P,
        comparison.Difference?.PAnytime,
        comparison.Difference?.IsSignificant ?? false,
        SinceAnswer.Of(comparison.Since),
        comparison.BaselinePerHour,
        settings.MinResponses ?? SettingsBody.MinResponsesDefault,
        comparison.Current.Counts.Total >= settings.MinResponses,
        settings.Target,
        comparison.Current.AsOf);
}

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

/// <summary>A span of time that was counted.</summary>
public sealed record SpanAnswer(DateTimeOffset? From, DateTimeOffset To)
{
    public static SpanAnswer Of(MinuteSpan span) => new(span.From?.Start, span.To.Start);
}

/// <summary>Counts with what is computed from them.</summary>
/// <param name="Counts">The counts.</param>
/// <param name="Nps">−100 to +100 with two decimals; null when nothing was counted.</param>
/// <param name="Interval">The 95 % confidence interval; null when nothing was counted.</param>
public sealed record Counted(ScoreCounts Counts, decimal? Nps, ScoreInterval? Interval)
{
    public static Counted Of(in Tally tally) => new(ScoreCounts.Of(tally), NetPromoterScore.Of(tally), ScoreInterval.Of(tally));
}
