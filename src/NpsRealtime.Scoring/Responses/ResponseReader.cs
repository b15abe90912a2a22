using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using NpsRealtime.Scoring.Keys;

namespace NpsRealtime.Scoring.Responses;

/// <summary>
/// Reads responses from JSON and validates them: the one place where a response enters. Every fault is named, none is thrown.
/// Thread-safe.
/// </summary>
public sealed class ResponseReader(ScoringOptions limits, TimeProvider time)
{
    /// <summary>Characters of an id.</summary>
    internal const int IdLengthMax = 200;

    private const int DepthMax = 8;

    [ThreadStatic]
    private static ResponseDraft? _draft;

    private static readonly JsonReaderOptions JsonOptions = new() { MaxDepth = DepthMax };

    /// <summary>Reads one response.</summary>
    /// <param name="json">One JSON object, UTF-8.</param>
    /// <param name="verb">What the sender asks for.</param>
    /// <param name="id">The id from the route or a header; null when only the body can name it.</param>
    /// <param name="idIsRoute">Whether a body that names another id contradicts <paramref name="id"/>; otherwise the body's wins.</param>
    /// <param name="makesId">Whether a response without any id gets a new one, of version 7 (RFC 9562).</param>
    public ResponseRead Read(ReadOnlySpan<byte> json, ResponseVerb verb, string? id = null, bool idIsRoute = false, bool makesId = false)
    {
        var now = time.GetUtcNow();
        var draft = TakeDraft();
        draft.Begin(now);
        if (json.Length > limits.ResponseBytesMax)
        {
            draft.CutShort("$", $"One response is at most {limits.ResponseBytesMax} bytes; this one has {json.Length}.");
            return draft.Finish(verb, id, idIsRoute, json.Length);
        }

        try
        {
            ReadObject(json, draft);
            if (!draft.HasFaults && !Utf8.IsValid(json))
                draft.Fault("$", "The response is not valid UTF-8."); // In a field that is left out, which the reader passes over.
        }
        catch (JsonException fault)
        {
            var line = fault.LineNumber > 0 ? $"line {fault.LineNumber + 1}, " : "";
            draft.CutShort("$", $"The response is not valid JSON, or nested more than {DepthMax} deep (at {line}byte {fault.BytePositionInLine ?? 0}).");
        }
        catch (InvalidOperationException)
        {
            // Utf8JsonReader throws this for strings that are not well-formed UTF-8 or escape half a surrogate pair.
            var what = draft.FieldBeingRead == "$" ? "The response" : draft.FieldBeingRead;
            draft.CutShort(draft.FieldBeingRead, $"{what} holds text that is not well-formed Unicode.");
        }

        if (makesId && draft.Id is null)
            id ??= Guid.CreateVersion7(now).ToString();
        return draft.Finish(verb, id, idIsRoute, json.Length);
    }

    /// <summary>What is wrong with an id, as a whole sentence; null when nothing is.</summary>
    public static string? FaultOfId(string? id)
    {
        const string Rule = "An id is 1 to 200 visible ASCII characters without /, and not . or ..";
        if (string.IsNullOrEmpty(id) || id.Length > IdLengthMax || id is "." or "..")
            return Rule;
        return id.AsSpan().ContainsAnyExceptInRange('!', '~') || id.Contains('/', StringComparison.Ordinal) ? Rule : null;
    }

    private ResponseDraft TakeDraft() =>
        _draft is { } kept && ReferenceEquals(kept.Limits, limits) ? kept : _draft = new ResponseDraft(limits);

    private static void ReadObject(ReadOnlySpan<byte> json, ResponseDraft draft)
    {
        var reader = new Utf8JsonReader(json, JsonOptions);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            draft.CutShort("$", "A response is a JSON object.");
            return;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            draft.FieldBeingRead = "$";
            ReadField(ref reader, draft);
        }

        // Whatever follows the object makes this throw.
        reader.Read();
    }

    private static void ReadField(ref Utf8JsonReader reader, ResponseDraft draft)
    {
        if (reader.ValueTextEquals("id"u8))
            draft.Id = ReadText(ref reader, draft, "id");
        else if (reader.ValueTextEquals("score"u8))
            ReadScore(ref reader, draft);
        else if (reader.ValueTextEquals("channel"u8))
            draft.Channel = ReadSlug(ref reader, draft, "channel");
        else if (reader.ValueTextEquals("touchpoint"u8))
            draft.Touchpoint = ReadSlug(ref reader, draft, "touchpoint");
        else if (reader.ValueTextEquals("respondedAt"u8))
            ReadRespondedAt(ref reader, draft);
        else if (reader.ValueTextEquals("segments"u8))
            ReadSegments(ref reader, draft);
        else if (reader.ValueTextEquals("comment"u8))
            draft.Comment = ReadText(ref reader, draft, "comment");
        else if (reader.ValueTextEquals("customerId"u8))
            draft.CustomerId = ReadText(ref reader, draft, "customerId");
        else if (reader.ValueTextEquals("erased"u8))
            draft.IsErased = ReadFlag(ref reader, draft, "erased");
        else if (reader.ValueTextEquals("idHash"u8))
            draft.IdHashText = ReadText(ref reader, draft, "idHash");
        else if (reader.ValueTextEquals("respondedAtStamped"u8))
            draft.RespondedAtStamped = ReadFlag(ref reader, draft, "respondedAtStamped");
        else
            SkipUnknown(ref reader, draft);
    }

    /// <summary>None is lost for a field too many, and none is left out in silence.</summary>
    private static void SkipUnknown(ref Utf8JsonReader reader, ResponseDraft draft)
    {
        // An export says when the response came; here it comes anew.
        if (!reader.ValueTextEquals("acceptedAt"u8))
            draft.Ignore(Encoding.UTF8.GetString(reader.ValueSpan));
        reader.Read();
        reader.Skip();
    }

    private static bool ReadFlag(ref Utf8JsonReader reader, ResponseDraft draft, string field)
    {
        draft.Seen(ResponseDraft.FieldOf(field), field);
        reader.Read();
        if (reader.TokenType is JsonTokenType.True or JsonTokenType.False)
            return reader.TokenType == JsonTokenType.True;
        draft.Fault(field, $"{field} is true or false.");
        reader.Skip();
        return false;
    }

    private static void ReadScore(ref Utf8JsonReader reader, ResponseDraft draft)
    {
        draft.Seen(ResponseDraft.Fields.Score, "score");
        reader.Read();
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var score) && score is >= 0 and <= 10)
        {
            draft.Score = score;
            return;
        }

        draft.Fault("score", "score is a whole number from 0 to 10, not in quotes.");
        reader.Skip();
    }

    private static string? ReadText(ref Utf8JsonReader reader, ResponseDraft draft, string field)
    {
        draft.Seen(ResponseDraft.FieldOf(field), field);
        reader.Read();
        switch (reader.TokenType)
        {
            case JsonTokenType.Null:
                return null;
            case JsonTokenType.String:
                var text = reader.GetString()!;
                if (!WellFormedText.Is(text))
                    draft.Fault(field, $"{field} holds a NUL or half a surrogate pair.");
                return text;
            default:
                draft.Fault(field, $"{field} is text in quotes.");
                reader.Skip();
                return null;
        }
    }

    private static Slug? ReadSlug(ref Utf8JsonReader reader, ResponseDraft draft, string field)
    {
        draft.Seen(ResponseDraft.FieldOf(field), field);
        reader.Read();
        if (reader.TokenType == JsonTokenType.String)
            return SlugOf(ref reader, draft, field, field);
        draft.Fault(field, $"{field} is required: text in quotes.");
        reader.Skip();
        return null;
    }

    /// <summary>Makes a slug of the reader's current string or property name, without allocating when it was seen before.</summary>
    private static Slug? SlugOf(ref Utf8JsonReader reader, ResponseDraft draft, string field, string what)
    {
        Span<char> buffer = stackalloc char[Slug.LengthMax * 4];
        if (reader.ValueSpan.Length > buffer.Length * 6)
        {
            draft.Fault(field, $"{what} is longer than {Slug.LengthMax} characters.");
            return null;
        }

        ReadOnlySpan<char> text = reader.ValueSpan.Length <= buffer.Length
            ? buffer[..reader.CopyString(buffer)]
            : reader.GetString();
        if (Slug.TryCreate(text, out var slug, out var fault))
            return slug;
        draft.Fault(field, $"{what} {fault}.");
        return null;
    }

    private static void ReadRespondedAt(ref Utf8JsonReader reader, ResponseDraft draft)
    {
        draft.Seen(ResponseDraft.Fields.RespondedAt, "respondedAt");
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null)
            return;
        if (reader.TokenType == JsonTokenType.String && Rfc3339.TryRead(ref reader, out var instant))
        {
            draft.RespondedAt = instant;
            return;
        }

        draft.Fault("respondedAt", "respondedAt is an RFC 3339 time with an offset, as in 2026-11-22T10:15:00Z or 2026-11-22T11:15:00+01:00.");
        reader.Skip();
    }

    private static void ReadSegments(ref Utf8JsonReader reader, ResponseDraft draft)
    {
        draft.Seen(ResponseDraft.Fields.Segments, "segments");
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null)
            return;
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            draft.Fault("segments", "segments is an object of names and values, as in {\"region\":\"EMEA\"}.");
            reader.Skip();
            return;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = SlugOf(ref reader, draft, "segments", "A segment's name");
            reader.Read();
            if (reader.TokenType == JsonTokenType.String)
            {
                var value = SlugOf(ref reader, draft, name is null ? "segments" : "segments." + name.Text, "The segment's value");
                draft.AddSegment(name, value);
                continue;
            }

            draft.Fault("segments", "A segment's value is text in quotes; segments can't be nested.");
            reader.Skip();
        }
    }
}
