using NpsRealtime.Scoring.Arithmetic;

namespace NpsRealtime.Scoring.Engine;

/// <summary>One step of a history: the responses from <paramref name="From"/> to the next point.</summary>
public sealed record HistoryPoint(DateTimeOffset From, ScoreCounts Counts, decimal? Nps, ScoreInterval? Interval)
{
    public static HistoryPoint Of(DateTimeOffset from, in Tally tally) =>
        new(from, ScoreCounts.Of(tally), NetPromoterScore.Of(tally), ScoreInterval.Of(tally));
}
