using System.Diagnostics.CodeAnalysis;
using NpsRealtime.Scoring.Keys;

namespace NpsRealtime.Scoring.Engine;

/// <summary>
/// A set of score keys by kind: <c>tenant</c>, <c>channel</c>, <c>touchpoint</c>, <c>pair</c>, <c>segment</c>, or the values of one
/// segment as in <c>segment/region</c>.
/// </summary>
public sealed record ScoreFilter(ScoreKind? Kind, string? SegmentName = null)
{
    /// <summary>Every key.</summary>
    public static readonly ScoreFilter Everything = new(Kind: null);

    /// <summary>Reads a kind as clients write it; null or empty is every kind.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out ScoreFilter? filter)
    {
        filter = text switch
        {
            null or "" => Everything,
            "tenant" => new ScoreFilter(ScoreKind.Tenant),
            "channel" => new ScoreFilter(ScoreKind.Channel),
            "touchpoint" => new ScoreFilter(ScoreKind.Touchpoint),
            "pair" => new ScoreFilter(ScoreKind.Pair),
            "segment" => new ScoreFilter(ScoreKind.Segment),
            _ when text.StartsWith("segment/", StringComparison.Ordinal) && Slug.TryCreate(text.AsSpan(8), out var name, out _) =>
                new ScoreFilter(ScoreKind.Segment, name!.Text),
            _ => null,
        };
        return filter is not null;
    }

    public bool Includes(ScoreKey key) =>
        (Kind is null || key.Kind == Kind) && (SegmentName is null || key.SegmentName == SegmentName);
}
