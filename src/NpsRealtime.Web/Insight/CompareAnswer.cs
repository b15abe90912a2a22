using NpsRealtime.Scoring.Arithmetic;
using NpsRealtime.Scoring.Engine;
using NpsRealtime.Scoring.Insight;
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
