using NpsRealtime.Scoring.Arithmetic;
using NpsRealtime.Scoring.Keys;

namespace NpsRealtime.Scoring.Insight;

/// <summary>What moved a score: its parts in a dimension, the one that moved it most first.</summary>
/// <param name="Current">The sum of the parts in the window.</param>
/// <param name="Previous">The sum of the parts in the baseline.</param>
/// <param name="Parts">The parts.</param>
/// <param name="Gathered">How many parts are not told apart, and stand together without a key; 0 when all are.</param>
public sealed record ScoreBreakdown(Tally Current, Tally Previous, IReadOnlyList<ScorePart> Parts, int Gathered)
{
    /// <summary>Puts parts in order and says what each adds. Those that count nothing at all are left out.</summary>
    /// <param name="parts">The parts.</param>
    /// <param name="judge">How a part's own score differs.</param>
    /// <param name="partsMax">How many to tell apart; the rest are put together without a key.</param>
    public static ScoreBreakdown Of(IEnumerable<PartCounts> parts, PartJudge judge, int partsMax)
    {
        var counted = parts.Where(part => part.Current.Total > 0 || part.Previous.Total > 0).ToList();
        var all = Ordered(counted, judge);
        var gathered = 0;
        if (counted.Count > partsMax)
        {
            var kept = all.Where(part => part.Key is not null).Take(partsMax).Select(part => part.Key!.Text).ToHashSet(StringComparer.Ordinal);
            var rest = counted.Where(part => part.Key is null || !kept.Contains(part.Key.Text)).ToList();
            gathered = rest.Count(part => part.Key is not null);
            all = Ordered([.. counted.Except(rest), PartCounts.Gather(rest)], judge);
        }

        return new ScoreBreakdown(
            SpanCounts.Sum(all.Select(part => part.Current)), SpanCounts.Sum(all.Select(part => part.Previous)), all, gathered);
    }

    private static List<ScorePart> Ordered(IReadOnlyList<PartCounts> parts, PartJudge judge)
    {
        var contributions = Contributions.Of([.. parts.Select(part => (part.Current, part.Previous))]);
        return [.. parts
            .Select((part, index) => new ScorePart(part.Key, part.Current, part.Previous, contributions?[index], judge(part.Current, part.Spans)))
            .OrderByDescending(part => Math.Abs(part.Contribution?.Total ?? 0))
            .ThenByDescending(part => part.Current.Total + part.Previous.Total)
            .ThenBy(part => part.Key)];
    }
}
