using NpsRealtime.Scoring.Arithmetic;
using NpsRealtime.Scoring.Insight;

namespace NpsRealtime.Web.Insight;

/// <summary>Which of many scores have changed.</summary>
/// <param name="Tenant">The tenant's name.</param>
/// <param name="Window">The window's name.</param>
/// <param name="Baseline">What each is compared with, as it was asked for.</param>
/// <param name="Changes">Each score that was asked for, in the order of its key.</param>
/// <param name="LeftOut">How many more there are than one question may be about.</param>
/// <param name="AsOf">When this was answered; a comparison may be some seconds older.</param>
public sealed record ChangesAnswer(
    string Tenant, string Window, string Baseline, IReadOnlyList<ScoreChange> Changes, int LeftOut, DateTimeOffset AsOf);

/// <summary>One score against its baseline.</summary>
/// <param name="Key">The score key.</param>
/// <param name="Change"><c>rise</c>, <c>fall</c>, <c>none</c>, or <c>unknown</c> where there is not enough to compare.</param>
/// <param name="Difference">Current minus baseline, in points; null while either has no responses.</param>
/// <param name="Interval">Where the true difference lies, at every look at once.</param>
/// <param name="Usual">The baseline's score; null without responses.</param>
/// <param name="Responses">How many responses the baseline has.</param>
public sealed record ScoreChange(string Key, string Change, decimal? Difference, ScoreInterval? Interval, decimal? Usual, long Responses)
{
    internal static ScoreChange Of(ScoreComparison comparison) => new(
        comparison.Current.Key,
        CompareAnswer.ChangeOf(comparison).Change,
        comparison.Difference?.Points,
        comparison.Difference?.Interval,
        NetPromoterScore.Of(comparison.Baseline),
        comparison.Baseline.Total);
}
