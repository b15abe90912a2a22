using NpsRealtime.Scoring.Arithmetic;
using NpsRealtime.Scoring.Keys;

namespace NpsRealtime.Scoring.Insight;

/// <summary>What one part of a score counts.</summary>
/// <param name="Key">The part's key; null for what has no value in the dimension.</param>
/// <param name="Current">In the window.</param>
/// <param name="Spans">In each span of the baseline.</param>
public sealed record PartCounts(ScoreKey? Key, Tally Current, IReadOnlyList<Tally> Spans)
{
    /// <summary>In the whole baseline.</summary>
    public Tally Previous => SpanCounts.Sum(Spans);

    /// <summary>Parts that are not told apart.</summary>
    public static PartCounts Gather(IReadOnlyList<PartCounts> parts) => new(
        Key: null,
        SpanCounts.Sum(parts.Select(part => part.Current)),
        [.. Enumerable.Range(0, parts.Count == 0 ? 0 : parts[0].Spans.Count).Select(index => SpanCounts.Sum(parts.Select(part => part.Spans[index])))]);

    /// <summary>
    /// What this whole counts beyond its parts. The parts were read a moment later and may hold a response that it does not; it is theirs.
    /// </summary>
    public PartCounts Beyond(IReadOnlyList<PartCounts> parts) => new(
        Key: null,
        Beyond(Current, parts.Select(part => part.Current)),
        [.. Spans.Select((tally, index) => Beyond(tally, parts.Select(part => part.Spans[index])))]);

    private static Tally Beyond(Tally whole, IEnumerable<Tally> parts)
    {
        whole.Subtract(SpanCounts.Sum(parts));
        for (var score = 0; score < Tally.Scores; score++)
            whole[score] = Math.Max(0, whole[score]);
        return whole;
    }
}
