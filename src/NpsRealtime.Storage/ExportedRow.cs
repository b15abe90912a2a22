using System.Text.Json;
using NpsRealtime.Scoring.Engine;
using NpsRealtime.Scoring.Keys;
using NpsRealtime.Scoring.Responses;
using NpsRealtime.Scoring.Store;

namespace NpsRealtime.Storage;

/// <summary>Makes an exported response of a row: the names come from the keys, or from the originals where those say <c>~other</c>.</summary>
public static class ExportedRow
{
    public static ExportedResponse Of(
        IdHash idHash, StoredResponse state, string id, string? comment, string? customerId, string? originals, Func<int, ScoreKey> key)
    {
        var keys = Array.ConvertAll(state.KeyIds!, id => key(id));
        var channel = keys.First(key => key.Kind == ScoreKind.Channel).Label;
        var touchpoint = keys.First(key => key.Kind == ScoreKind.Touchpoint).Label;
        var segments = keys.Where(key => key.Kind == ScoreKind.Segment)
            .Select(key => KeyValuePair.Create(key.SegmentName!, key.Label))
            .ToList();
        if (originals is not null)
        {
            using var names = JsonDocument.Parse(originals);
            channel = names.RootElement.GetProperty("channel").GetString()!;
            touchpoint = names.RootElement.GetProperty("touchpoint").GetString()!;
            segments = [.. names.RootElement.GetProperty("segments").EnumerateObject()
                .Select(segment => KeyValuePair.Create(segment.Name, segment.Value.GetString()!))];
        }

        return new ExportedResponse(
            idHash.ToArray(),
            IsErased: false,
            id,
            state.Score,
            channel,
            touchpoint,
            DateTimeOffset.FromUnixTimeMilliseconds(state.RespondedAtMilliseconds),
            state.RespondedAtSent,
            segments,
            comment,
            customerId);
    }
}
