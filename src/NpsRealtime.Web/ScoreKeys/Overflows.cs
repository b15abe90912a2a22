using NpsRealtime.Scoring;
using NpsRealtime.Scoring.Engine;
using NpsRealtime.Scoring.Keys;
using NpsRealtime.Scoring.Tenants;
using NpsRealtime.Scoring.Windows;
using NpsRealtime.Web.Streams;

namespace NpsRealtime.Web.ScoreKeys;

/// <summary>Finds where a tenant has met a limit of names.</summary>
internal static class Overflows
{
    private static readonly string AllPairs = ScoreKey.Pair(Slug.Other, Slug.Other).Text;

    /// <summary>The overflows among keys.</summary>
    public static async Task<IReadOnlyList<OverflowAnswer>> AmongAsync(
        IReadOnlyCollection<ScoreKey> keys, Tenant tenant, IScoreEngine engine, CancellationToken cancellation)
    {
        var overflows = new List<OverflowAnswer>();
        foreach (var other in keys.Where(IsOverflow))
        {
            var (kind, option) = LimitOf(other);
            var named = keys.Where(key => !IsOverflow(key) && key.Kind == other.Kind);
            var count = other.Kind != ScoreKind.Segment ? named.Count()
                : other.SegmentName == Slug.Other.Text ? named.Select(key => key.SegmentName).Distinct(StringComparer.Ordinal).Count()
                : named.Count(key => key.SegmentName == other.SegmentName);
            var all = await engine.ReadAsync(tenant, other, new AllWindow(), after: null, cancellation);
            overflows.Add(new OverflowAnswer(other.Text, kind, count, all.Counts.Total, $"{ScoringOptions.Section}:{option}"));
        }

        return overflows;
    }

    // A named channel with touchpoints beyond their limit is told with these.
    private static bool IsOverflow(ScoreKey key) => key.Kind == ScoreKind.Pair ? key.Text == AllPairs : Attention.IsOther(key.Text);

    private static (string Kind, string Option) LimitOf(ScoreKey other) => other.Kind switch
    {
        ScoreKind.Channel => ("channel", nameof(ScoringOptions.ChannelsMax)),
        ScoreKind.Touchpoint => ("touchpoint", nameof(ScoringOptions.TouchpointsMax)),
        ScoreKind.Pair => ("pair", nameof(ScoringOptions.PairsMax)),
        _ when other.SegmentName == Slug.Other.Text => ("segment", nameof(ScoringOptions.SegmentNamesMax)),
        _ => ("segment/" + other.SegmentName, nameof(ScoringOptions.SegmentValuesMax)),
    };
}
