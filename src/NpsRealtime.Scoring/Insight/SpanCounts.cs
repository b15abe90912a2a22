using NpsRealtime.Scoring.Arithmetic;
using NpsRealtime.Scoring.Engine;
using NpsRealtime.Scoring.Keys;
using NpsRealtime.Scoring.Tenants;
using NpsRealtime.Scoring.Windows;

namespace NpsRealtime.Scoring.Insight;

/// <summary>Counts a score over spans of time through the engine's history: out of the live score's memory, in one call.</summary>
public static class SpanCounts
{
    /// <summary>The tally of each span. They ascend; what a span shares with the one before it is counted there only.</summary>
    public static async Task<IReadOnlyList<Tally>> ReadAsync(
        IScoreEngine engine, Tenant tenant, ScoreKey key, IReadOnlyList<MinuteSpan> spans, CancellationToken cancellation)
    {
        var edges = new List<Minute>(2 * spans.Count);
        var places = new int?[spans.Count];
        for (var index = 0; index < spans.Count; index++)
        {
            var from = spans[index].From ?? Minute.First;
            if (edges.Count > 0 && from < edges[^1])
                from = edges[^1];
            if (from >= spans[index].To)
                continue;
            if (edges.Count == 0 || edges[^1] < from)
                edges.Add(from);
            places[index] = edges.Count - 1;
            edges.Add(spans[index].To);
        }

        if (edges.Count == 0)
            return new Tally[spans.Count];
        var points = await engine.HistoryAsync(tenant, key, edges, cancellation);
        return Array.ConvertAll(places, place => place is { } at ? Tally.Of(points[at].Counts.ByScore) : default);
    }

    /// <summary>The sum of tallies.</summary>
    public static Tally Sum(IEnumerable<Tally> tallies)
    {
        var sum = default(Tally);
        foreach (var tally in tallies)
            sum.Add(tally);
        return sum;
    }
}
