using NpsRealtime.Scoring.Arithmetic;
using NpsRealtime.Scoring.Engine;
using NpsRealtime.Scoring.Keys;
using NpsRealtime.Scoring.Tenants;
using NpsRealtime.Scoring.Windows;

namespace NpsRealtime.Scoring.Insight;

/// <summary>Looks for the last change of a score in a window and in the same length before it.</summary>
internal static class LastChangeSearch
{
    private const int StepsMax = 1_500;

    public static async Task<LastChange?> FindAsync(
        IScoreEngine engine, Tenant tenant, ScoreKey key, Minute from, Minute to, DateTimeOffset now, CancellationToken cancellation)
    {
        var edges = Edges(from, to, now);
        if (edges.Count < 3)
            return null;
        var points = await engine.HistoryAsync(tenant, key, edges, cancellation);
        var buckets = points.Select(point => Tally.Of(point.Counts.ByScore)).ToArray();
        if (ChangePoints.Last(buckets) is not { } found)
            return null;
        return new LastChange(
            edges[found.Index].Start,
            edges[found.Earliest].Start,
            edges[found.Latest].Start,
            SpanCounts.Sum(buckets[found.Begin..found.Index]),
            SpanCounts.Sum(buckets[found.Index..]),
            found.P);
    }

    /// <summary>
    /// Steps of a minute where minutes are kept and the window is a day or less, otherwise of quarter-hours or whole numbers of them. No
    /// step reaches from before the window into it: what changed in there is to be told to the minute.
    /// </summary>
    internal static IReadOnlyList<Minute> Edges(Minute from, Minute to, DateTimeOffset now)
    {
        const int Day = 24 * 60;
        var length = to.Number - from.Number;
        var begin = from.Plus(-length).FloorToQuarter();
        var line = Minute.DownsamplingLine(now).Plus(Minute.Quarter);
        var quarters = (to.Number - begin.Number) / Minute.Quarter;
        var coarse = Minute.Quarter * ((quarters / StepsMax) + 1);
        var edges = new List<Minute>(StepsMax + 2);
        var finest = from > line ? from : line;
        for (var edge = begin; edge < to;)
        {
            edges.Add(edge);
            var isFine = length <= Day && edge >= finest;
            var next = edge.Plus(isFine ? 1 : coarse);
            edge = length <= Day && edge < finest && next > finest ? finest : next;
        }

        edges.Add(to);
        return edges;
    }
}
