using NpsRealtime.Scoring.Arithmetic;
using NpsRealtime.Scoring.Keys;

namespace NpsRealtime.Scoring.Store.Listing;

/// <summary>Which responses to list.</summary>
/// <param name="Limit">How many at most.</param>
public sealed record ResponseQuery(int Limit)
{
    /// <summary>How many rows one page looks at before it gives up for now, so that no question holds the database for long.</summary>
    public const int ExaminedMax = 50_000;

    /// <summary>Only those that count under all of these keys.</summary>
    public IReadOnlyList<ScoreKey> Keys { get; init; } = [];

    /// <summary>Only those of a category.</summary>
    public Category? Category { get; init; }

    /// <summary>Only those given at or after this time.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Only those given before this time.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Only those whose comment holds this text, whatever its case.</summary>
    public string? Text { get; init; }

    /// <summary>Only those with a comment.</summary>
    public bool IsCommented { get; init; }

    /// <summary>Only those that arrived before this place: the <see cref="ResponsePage.Next"/> of the page before.</summary>
    public long? Before { get; init; }

    /// <summary>Only those that arrived behind this place.</summary>
    public long? After { get; init; }
}
