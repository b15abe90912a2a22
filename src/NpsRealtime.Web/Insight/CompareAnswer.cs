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
/// <param name="Significant">Whether it is a real change: PAnytime is below what a look may be wrong.</param>
/// <param name="Change"><c>rise</c>, <c>fall</c>, <c>none</c>, or <c>unknown</c> where there is not enough to compare.</param>
/// <param name="Unknown">What there is too little of, as a sentence; null unless the change is unknown.</param>
/// <param name="Usual">What is usual and from which periods, when that is the baseline; else null.</param>
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
    string Change,
    string? Unknown,
    UsualAnswer? Usual,
    SinceAnswer? Since,
    double? UsualPerHour,
    int MinResponses,
    bool Enough,
    int? Target,
    DateTimeOffset AsOf)
{
    internal static CompareAnswer Of(ScoreComparison comparison, Baseline baseline, SettingsBody settings)
    {
        var (change, unknown) = ChangeOf(comparison);
        return new CompareAnswer(
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
            change is "rise" or "fall",
            change,
            unknown,
            UsualAnswer.Of(comparison.Usual),
            SinceAnswer.Of(comparison.Since),
            comparison.BaselinePerHour,
            settings.MinResponses ?? SettingsBody.MinResponsesDefault,
            comparison.Current.Counts.Total >= settings.MinResponses,
            settings.Target,
            comparison.Current.AsOf);
    }

    /// <summary>What is said of a comparison, and what there is too little of where nothing can be said.</summary>
    internal static (string Change, string? Unknown) ChangeOf(ScoreComparison comparison) => UnknownOf(comparison) is { } unknown
        ? ("unknown", unknown)
        : (comparison.Difference is { IsSignificant: true, Z: var z } ? z > 0 ? "rise" : "fall" : "none", null);

    private static string? UnknownOf(ScoreComparison comparison)
    {
        if (comparison.Current.Counts.Total < Scoring.Insight.Usual.ResponsesMin)
            return $"The window has {comparison.Current.Counts.Total} responses; {Scoring.Insight.Usual.ResponsesMin} are needed.";
        if (comparison.Usual is { IsKnown: false } usual)
            return $"Of the earlier periods {(usual.Used == 0 ? "none has" : usual.Used == 1 ? "one has" : $"{usual.Used} have")} {Scoring.Insight.Usual.ResponsesMin} responses or more; {Scoring.Insight.Usual.PeriodsMin} such are needed.";
        return comparison.Baseline.Total < Scoring.Insight.Usual.ResponsesMin
            ? $"The baseline has {comparison.Baseline.Total} responses; {Scoring.Insight.Usual.ResponsesMin} are needed."
            : null;
    }
}

/// <summary>What a score usually is.</summary>
/// <param name="Between">By how many points ordinary periods differ beyond what so few answers leave to chance: a standard deviation; null while too few are known.</param>
/// <param name="Used">How many periods are used.</param>
/// <param name="Periods">Every period that was looked at, the nearest of the same weekday first.</param>
public sealed record UsualAnswer(double? Between, int Used, IReadOnlyList<UsualPeriodAnswer> Periods)
{
    internal static UsualAnswer? Of(Usual? usual) => usual is null ? null : new UsualAnswer(
        usual.IsKnown ? Math.Round(100 * usual.Between, 2, MidpointRounding.AwayFromZero) : null,
        usual.Used,
        [.. usual.Periods.Select(UsualPeriodAnswer.Of)]);
}

/// <summary>One period of what is usual.</summary>
/// <param name="From">Its beginning.</param>
/// <param name="To">Its end.</param>
/// <param name="Responses">How many responses it has.</param>
/// <param name="Nps">Its score; null without responses.</param>
/// <param name="LeftOut">Why it does not count: <c>tooFew</c> responses, <c>incident</c>, <c>outlier</c>; null when it does.</param>
public sealed record UsualPeriodAnswer(DateTimeOffset From, DateTimeOffset To, long Responses, decimal? Nps, string? LeftOut)
{
    internal static UsualPeriodAnswer Of(UsualPeriod period) => new(
        period.Span.From!.Value.Start,
        period.Span.To.Start,
        period.Tally.Total,
        NetPromoterScore.Of(period.Tally),
        period.LeftOut switch
        {
            PeriodLeftOut.TooFew => "tooFew",
            PeriodLeftOut.Incident => "incident",
            PeriodLeftOut.Outlier => "outlier",
            _ => null,
        });
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
    public static SinceAnswer? Of(LastChange? change) => change is null ? null : new SinceAnswer(
        change.At, change.Earliest, change.Latest, change.IsFalling ? "falling" : "rising", Counted.Of(change.Before), Counted.Of(change.After), change.P);
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
