using System.Text.Json;
using NpsRealtime.Scoring.Keys;
using NpsRealtime.Scoring.Responses;
using NpsRealtime.Scoring.Store;

namespace NpsRealtime.Scoring.Partitions;

/// <summary>The names that a response was sent with where its keys only say <c>~other</c>.</summary>
internal static class Originals
{
    /// <summary>A JSON object of what the keys don't tell; null when they tell everything.</summary>
    public static string? Of(ResponseRequest request, int[] keyIds, Func<int, StoredKey?> find)
    {
        var overflowed = false;
        foreach (var id in keyIds)
            overflowed |= find(id) is { } key && key.Key.Text.Contains(Slug.Other.Text, StringComparison.Ordinal);
        return !overflowed ? null : JsonSerializer.Serialize(new Names(
            request.Channel.Label,
            request.Touchpoint.Label,
            request.Segments.ToDictionary(segment => segment.Name.Label, segment => segment.Value.Label)), NamesJson.Default.Names);
    }

    internal sealed record Names(string Channel, string Touchpoint, Dictionary<string, string> Segments);
}
