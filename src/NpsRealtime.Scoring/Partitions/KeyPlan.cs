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

    /// <summary>How many names met a limit.</summary>
    public long Overflows { get; private set; }

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
            var channel = Within(ScoreKey.Channel(request.Channel), limits.ChannelsMax, () => ScoreKey.Channel(Slug.Other));
            var touchpoint = Within(ScoreKey.Touchpoint(request.Touchpoint), limits.TouchpointsMax, () => ScoreKey.Touchpoint(Slug.Other));
            var pair = Within(
                ScoreKey.Pair(
                    channel.Text == OtherChannel ? Slug.Other : request.Channel,
                    touchpoint.Text == OtherTouchpoint ? Slug.Other : request.Touchpoint),
                limits.PairsMax,
                () => ScoreKey.Pair(Slug.Other, Slug.Other));
            Pairs[(request.Channel, request.Touchpoint)] = [channel.Text, touchpoint.Text, pair.Text];
        }

        foreach (var segment in request.Segments)
        {
            if (!Segments.ContainsKey((segment.Name, segment.Value)))
                Segments[(segment.Name, segment.Value)] = SegmentWithin(segment).Text;
        }
    }

    private static string OtherChannel => "channel/" + Slug.Other.Text;

    private static string OtherTouchpoint => "touchpoint/" + Slug.Other.Text;

    private static string KindOf(ScoreKey key) => ((int)key.Kind).ToString(CultureInfo.InvariantCulture);

    private static string ValuesOf(string segmentName) => "values/" + segmentName;

    private ScoreKey SegmentWithin(Segment segment)
    {
        var key = ScoreKey.Segment(segment.Name, segment.Value);
        if (IsPlanned(key))
            return key;
        var values = _counts.GetValueOrDefault(ValuesOf(segment.Name.Text));
        if (values == 0 && _counts.GetValueOrDefault("names") >= limits.SegmentNamesMax)
            return Overflow(ScoreKey.Segment(Slug.Other, Slug.Other));
        return values >= limits.SegmentValuesMax ? Overflow(ScoreKey.Segment(segment.Name, Slug.Other)) : Plan(key);
    }

    private ScoreKey Within(ScoreKey key, int most, Func<ScoreKey> other)
    {
        if (IsPlanned(key))
            return key;
        return _counts.GetValueOrDefault(KindOf(key)) < most ? Plan(key) : Overflow(other());
    }

    private bool IsPlanned(ScoreKey key) => isKnown(key.Text) || _new.Contains(key);

    private ScoreKey Overflow(ScoreKey other)
    {
        Overflows++;
        return IsPlanned(other) ? other : Plan(other);
    }

    private ScoreKey Plan(ScoreKey key)
    {
        _new.Add(key);
        CountIn(_counts, key);
        return key;
    }
}
