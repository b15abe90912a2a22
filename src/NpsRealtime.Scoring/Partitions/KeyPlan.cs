using System.Globalization;
using System.Runtime.InteropServices;
using NpsRealtime.Scoring.Keys;
using NpsRealtime.Scoring.Responses;

namespace NpsRealtime.Scoring.Partitions;

/// <summary>
/// Works out which keys requests need and which of those are new, within the limits of each kind: beyond them a new value counts
/// under <c>~other</c>, so that nothing is lost and memory is bounded.
/// </summary>
internal sealed class KeyPlan(ScoringOptions limits, IReadOnlyDictionary<string, int> counts, Func<string, bool> isKnown)
{
    private readonly Dictionary<string, int> _counts = new(counts, StringComparer.Ordinal);
    private readonly SortedSet<ScoreKey> _new = [];

    /// <summary>Keys that have no number yet, sorted.</summary>
    public IReadOnlyList<ScoreKey> New => [.. _new];

    /// <summary>For each channel and touchpoint as sent: the texts of the channel's, the touchpoint's and the pair's key.</summary>
    public Dictionary<(Slug Channel, Slug Touchpoint), string[]> Pairs { get; } = [];

    /// <summary>For each segment as sent the text of its key.</summary>
    public Dictionary<(Slug Name, Slug Value), string> Segments { get; } = [];

    /// <summary>How many names met a limit, by limit.</summary>
    public Dictionary<NameLimit, long> Overflows { get; } = [];

    /// <summary>Counts a key among those of its kind.</summary>
    public static void CountIn(Dictionary<string, int> counts, ScoreKey key)
    {
        CollectionsMarshal.GetValueRefOrAddDefault(counts, KindOf(key), out _)++;
        if (key.Kind == ScoreKind.Segment && CollectionsMarshal.GetValueRefOrAddDefault(counts, ValuesOf(key.SegmentName!), out _)++ == 0)
            CollectionsMarshal.GetValueRefOrAddDefault(counts, "names", out _)++;
    }

    /// <summary>Takes in the keys of a request.</summary>
    public void Include(ResponseRequest request)
    {
        if (!Pairs.ContainsKey((request.Channel, request.Touchpoint)))
        {
            var channel = Within(ScoreKey.Channel(request.Channel), "channels", nameof(limits.ChannelsMax), limits.ChannelsMax, Others.Channel);
            var touchpoint = Within(ScoreKey.Touchpoint(request.Touchpoint), "touchpoints", nameof(limits.TouchpointsMax), limits.TouchpointsMax, Others.Touchpoint);
            var pair = Within(
                ScoreKey.Pair(
                    channel.Text == Others.Channel.Text ? Slug.Other : request.Channel,
                    touchpoint.Text == Others.Touchpoint.Text ? Slug.Other : request.Touchpoint),
                "pairs of channel and touchpoint",
                nameof(limits.PairsMax),
                limits.PairsMax,
                Others.Pair);
            Pairs[(request.Channel, request.Touchpoint)] = [channel.Text, touchpoint.Text, pair.Text];
        }

        foreach (var segment in request.Segments)
        {
            if (!Segments.ContainsKey((segment.Name, segment.Value)))
                Segments[(segment.Name, segment.Value)] = SegmentWithin(segment).Text;
        }
    }

    private static string KindOf(ScoreKey key) => ((int)key.Kind).ToString(CultureInfo.InvariantCulture);

    private static string ValuesOf(string segmentName) => "values/" + segmentName;

    private ScoreKey SegmentWithin(Segment segment)
    {
        var key = ScoreKey.Segment(segment.Name, segment.Value);
        if (IsPlanned(key))
            return key;
        var values = _counts.GetValueOrDefault(ValuesOf(segment.Name.Text));
        if (values == 0 && _counts.GetValueOrDefault("names") >= limits.SegmentNamesMax)
            return Overflow(Limit("segment names", Others.Segment, nameof(limits.SegmentNamesMax), limits.SegmentNamesMax), Others.Segment);
        if (values < limits.SegmentValuesMax)
            return Plan(key);
        var other = ScoreKey.Segment(segment.Name, Slug.Other);
        return Overflow(Limit($"values of the segment {segment.Name.Text}", other, nameof(limits.SegmentValuesMax), limits.SegmentValuesMax), other);
    }

    private ScoreKey Within(ScoreKey key, string names, string option, int most, ScoreKey other)
    {
        if (IsPlanned(key))
            return key;
        return _counts.GetValueOrDefault(KindOf(key)) < most ? Plan(key) : Overflow(Limit(names, other, option, most), other);
    }

    private bool IsPlanned(ScoreKey key) => isKnown(key.Text) || _new.Contains(key);

    private static NameLimit Limit(string names, ScoreKey other, string option, int most) =>
        new(names, other.Text, $"{ScoringOptions.Section}:{option}", most);

    private ScoreKey Overflow(NameLimit limit, ScoreKey other)
    {
        CollectionsMarshal.GetValueRefOrAddDefault(Overflows, limit, out _)++;
        return IsPlanned(other) ? other : Plan(other);
    }

    private ScoreKey Plan(ScoreKey key)
    {
        _new.Add(key);
        CountIn(_counts, key);
        return key;
    }

    private static class Others
    {
        public static readonly ScoreKey Channel = ScoreKey.Channel(Slug.Other);
        public static readonly ScoreKey Touchpoint = ScoreKey.Touchpoint(Slug.Other);
        public static readonly ScoreKey Pair = ScoreKey.Pair(Slug.Other, Slug.Other);
        public static readonly ScoreKey Segment = ScoreKey.Segment(Slug.Other, Slug.Other);
    }
}
