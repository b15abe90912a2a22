using NpsRealtime.Scoring.Arithmetic;

namespace NpsRealtime.Scoring.Engine;

/// <summary>The counts of a snapshot.</summary>
/// <param name="Promoters">Responses with 9 or 10.</param>
/// <param name="Passives">Responses with 7 or 8.</param>
/// <param name="Detractors">Responses with 0 to 6.</param>
/// <param name="Total">All responses.</param>
/// <param name="ByScore">Responses per score, eleven numbers, score 0 first.</param>
public sealed record ScoreCounts(long Promoters, long Passives, long Detractors, long Total, long[] ByScore)
{
    public static ScoreCounts Of(in Tally tally) =>
        new(tally.Promoters, tally.Passives, tally.Detractors, tally.Total, tally.ToArray());
}
