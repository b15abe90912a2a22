using NpsRealtime.Scoring.Engine;
using NpsRealtime.Scoring.Keys;

namespace NpsRealtime.Web.Insight;

/// <summary>
/// By what a score is broken down: channels, touchpoints, or the values of a segment. Some parts have live scores of their own; other
/// combinations, such as touchpoint by team, are known only to the responses themselves.
/// </summary>
internal sealed record Dimension(string Name, ScoreFilter Filter)
{
    private const string ChannelPrefix = "channel/";
    private const string TouchpointPart = "/touchpoint/";

    /// <summary>Reads <c>channel</c>, <c>touchpoint</c> or <c>segment/NAME</c>.</summary>
    public static Dimension? Parse(string? text)
    {
        if (text is not ("channel" or "touchpoint") && text?.StartsWith("segment/", StringComparison.Ordinal) != true)
            return null;
        return ScoreFilter.TryParse(text, out var filter)
            ? new Dimension(filter.SegmentName is { } name ? "segment/" + name : text, filter)
            : null;
    }

    /// <summary>Whether a key says the dimension's value itself, so that there is nothing to break down.</summary>
    public bool IsFixedBy(ScoreKey key) => key.Kind switch
    {
        ScoreKind.Tenant => false,
        ScoreKind.Pair => Filter.Kind is ScoreKind.Channel or ScoreKind.Touchpoint,
        ScoreKind.Segment => Filter.Kind == ScoreKind.Segment && Filter.SegmentName == key.SegmentName,
        _ => Filter.Kind == key.Kind,
    };

    /// <summary>The keys among which the parts of a key with live scores of their own are; null when only responses know them.</summary>
    public ScoreFilter? PartFilter(ScoreKey whole) => (whole.Kind, Filter.Kind) switch
    {
        (ScoreKind.Tenant, _) => Filter,
        (ScoreKind.Channel, ScoreKind.Touchpoint) or (ScoreKind.Touchpoint, ScoreKind.Channel) => new ScoreFilter(ScoreKind.Pair),
        _ => null,
    };

    /// <summary>Whether a key of <see cref="PartFilter"/> is a part of the whole.</summary>
    public static bool IsPart(ScoreKey part, ScoreKey whole) => whole.Kind switch
    {
        ScoreKind.Channel => part.Text.StartsWith(whole.Text + TouchpointPart, StringComparison.Ordinal),
        ScoreKind.Touchpoint => part.Text.EndsWith("/" + whole.Text, StringComparison.Ordinal),
        _ => true,
    };

    /// <summary>The key of the dimension's value in a part: <c>touchpoint/checkout</c> of a channel's pair with it.</summary>
    public string ValueOf(ScoreKey part)
    {
        if (part.Kind != ScoreKind.Pair)
            return part.Text;
        var middle = part.Text.IndexOf(TouchpointPart, ChannelPrefix.Length, StringComparison.Ordinal);
        return Filter.Kind == ScoreKind.Channel ? part.Text[..middle] : part.Text[(middle + 1)..];
    }
}
