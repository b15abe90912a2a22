using System.Diagnostics.CodeAnalysis;

namespace NpsRealtime.Scoring.Keys;

/// <summary>Which responses count: the tenant's, a channel's, a touchpoint's, a pair's or a segment value's.</summary>
public sealed class ScoreKey : IEquatable<ScoreKey>, IComparable<ScoreKey>
{
    /// <summary>All responses of a tenant.</summary>
    public static readonly ScoreKey Tenant = new(ScoreKind.Tenant, "tenant", "Everything");

    private ScoreKey(ScoreKind kind, string text, string label, string? segmentName = null)
    {
        Kind = kind;
        Text = text;
        Label = label;
        SegmentName = segmentName;
    }

    public ScoreKind Kind { get; }

    /// <summary>The canonical form, as in <c>channel/web/touchpoint/checkout</c>.</summary>
    public string Text { get; }

    /// <summary>The label for people, from the first spelling seen.</summary>
    public string Label { get; }

    /// <summary>For a segment key the segment's name, as in <c>region</c>; otherwise null.</summary>
    public string? SegmentName { get; }

    public static ScoreKey Channel(Slug channel) => new(ScoreKind.Channel, "channel/" + channel.Text, channel.Label);

    public static ScoreKey Touchpoint(Slug touchpoint) =>
        new(ScoreKind.Touchpoint, "touchpoint/" + touchpoint.Text, touchpoint.Label);

    public static ScoreKey Pair(Slug channel, Slug touchpoint) =>
        new(ScoreKind.Pair, $"channel/{channel.Text}/touchpoint/{touchpoint.Text}", $"{channel.Label} · {touchpoint.Label}");

    public static ScoreKey Segment(Slug name, Slug value) =>
        new(ScoreKind.Segment, $"segment/{name.Text}/{value.Text}", value.Label, name.Text);

    /// <summary>Reads a key from its text; names in it are made slugs, so that <c>channel/Web</c> is <c>channel/web</c>.</summary>
    /// <param name="text">The text of a key.</param>
    /// <param name="key">The key, labelled with the spelling in <paramref name="text"/>; or null.</param>
    /// <param name="fault">Why it is no key, as a whole sentence; or null.</param>
    public static bool TryParse(string? text, [NotNullWhen(true)] out ScoreKey? key, out string? fault)
    {
        key = null;
        fault = null;
        var parts = (text ?? "").Split('/');
        switch (parts)
        {
            case ["tenant"]:
                key = Tenant;
                return true;
            case ["channel", var channel] when Name("channel", channel, out var slug, out fault):
                key = Channel(slug);
                return true;
            case ["touchpoint", var touchpoint] when Name("touchpoint", touchpoint, out var slug, out fault):
                key = Touchpoint(slug);
                return true;
            case ["channel", var channel, "touchpoint", var touchpoint]
                when Name("channel", channel, out var first, out fault) && Name("touchpoint", touchpoint, out var second, out fault):
                key = Pair(first, second);
                return true;
            case ["segment", var name, var value]
                when Name("segment name", name, out var first, out fault) && Name("segment value", value, out var second, out fault):
                key = Segment(first, second);
                return true;
            default:
                fault ??= "A key is one of: tenant, channel/NAME, touchpoint/NAME, channel/NAME/touchpoint/NAME, segment/NAME/VALUE.";
                return false;
        }
    }

    /// <summary>The same key under a label that the store remembers.</summary>
    public ScoreKey WithLabel(string label) => label == Label ? this : new ScoreKey(Kind, Text, label, SegmentName);

    public bool Equals(ScoreKey? other) => other is not null && Text == other.Text;

    public override bool Equals(object? obj) => Equals(obj as ScoreKey);

    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);

    public int CompareTo(ScoreKey? other) => string.CompareOrdinal(Text, other?.Text);

    public override string ToString() => Text;

    private static bool Name(string what, string raw, [NotNullWhen(true)] out Slug? slug, out string? fault)
    {
        fault = null;
        if (raw == Slug.Other.Text)
        {
            slug = Slug.Other;
            return true;
        }

        if (Slug.TryCreate(raw, out slug, out var why))
            return true;
        fault = $"The key's {what} {why}.";
        return false;
    }
}
