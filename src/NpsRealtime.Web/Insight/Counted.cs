using NpsRealtime.Scoring.Arithmetic;
using NpsRealtime.Scoring.Engine;

namespace NpsRealtime.Web.Insight;

/// <summary>Counts with what is computed from them.</summary>
/// <param name="Counts">The counts.</param>
/// <param name="Nps">−100 to +100 with two decimals; null when nothing was counted.</param>
/// <param name="Interval">The 95 % confidence interval; null when nothing was counted.</param>
public sealed record Counted(ScoreCounts Counts, decimal? Nps, ScoreInterval? Interval)
{
    public static Counted Of(in Tally tally) => new(ScoreCounts.Of(tally), NetPromoterScore.Of(tally), ScoreInterval.Of(tally));
}
