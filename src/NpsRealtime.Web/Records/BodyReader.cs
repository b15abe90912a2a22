using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using NpsRealtime.Scoring.Keys;
using NpsRealtime.Scoring.Responses;
using NpsRealtime.Web.Json;
using NpsRealtime.Web.Problems;
using NpsRealtime.Web.Responses;

namespace NpsRealtime.Web.Records;

/// <summary>Reads small JSON bodies, and names what is wrong with them without quoting them.</summary>
internal static class BodyReader
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>The body's JSON text, an object; or what is wrong.</summary>
    public static async Task<(JsonElement Body, Problem? Problem)> ObjectAsync(HttpRequest request, int bytesMax, ProblemKind invalid)
    {
        BodyForms.Of(request, takesNdjson: false, out var problem);
        if (problem is not null)
            return (default, problem);
        var reader = request.BodyReader;
        if (await SmallBody.ReadAsync(reader, bytesMax) is not { } bytes)
            return (default, Problem.Of(invalid, [new ResponseFault("$", $"The body is at most {bytesMax:N0} bytes.")]));
        try
        {
            using var document = JsonDocument.Parse(bytes, Strict);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
                return (document.RootElement.Clone(), null);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            // The parser's message may quote the body, so that it is not passed on.
        }
        finally
        {
            reader.AdvanceTo(bytes.End);
        }

        return (default, Problem.Of(invalid, [new ResponseFault("$", "The body is a JSON object in UTF-8.")]));
    }

    /// <summary>The body as a type; or what is wrong. The names of fields that don't fit are told, not their values.</summary>
    public static async Task<(T? Body, Problem? Problem)> ReadAsync<T>(
        HttpRequest request, JsonTypeInfo<T> type, int bytesMax, ProblemKind invalid)
        where T : class
    {
        var (body, problem) = await ObjectAsync(request, bytesMax, invalid);
        if (problem is not null)
            return (null, problem);
        return Fields(body, type, invalid);
    }

    /// <summary>An object as a type; or what is wrong.</summary>
    public static (T? Body, Problem? Problem) Fields<T>(JsonElement body, JsonTypeInfo<T> type, ProblemKind invalid)
        where T : class
    {
        try
        {
            if (UnknownFields.Find(body, type) is var (at, known))
                return (null, Problem.Of(invalid, [new ResponseFault(at, UnknownFields.Tell(known))]));
            return (JsonSerializer.Deserialize(body, type)!, null);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or FormatException)
        {
            var path = (fault as JsonException)?.Path;
            var field = path is { Length: > 2 and < 100 } ? path[2..] : "$";
            return (null, Problem.Of(invalid, [new ResponseFault(field, "This is not of the type that the field has; see /openapi/v1.json.")]));
        }
    }

    /// <summary>Whether a text is there, well-formed, without controls and not too long; otherwise adds the fault.</summary>
    public static bool IsText(string? text, int lengthMax, string field, List<ResponseFault> faults)
    {
        if (!string.IsNullOrWhiteSpace(text) && text.Length <= lengthMax && WellFormedText.Is(text) && !text.Any(character => char.IsControl(character) && character != '\n'))
            return true;
        faults.Add(new ResponseFault(field, $"{field} is required: a text of 1 to {lengthMax} characters without control characters."));
        return false;
    }

    /// <summary>The canonical texts of score keys; adds a fault for each that is none.</summary>
    public static IReadOnlyList<string> Keys(IReadOnlyList<string>? keys, int countMax, List<ResponseFault> faults)
    {
        var read = new List<string>();
        if (keys is { } && keys.Count > countMax)
        {
            faults.Add(new ResponseFault("keys", $"keys has at most {countMax} entries."));
            return read;
        }

        for (var index = 0; index < (keys?.Count ?? 0); index++)
        {
            if (ScoreKey.TryParse(keys![index], out var key, out var fault))
                read.Add(key.Text);
            else
                faults.Add(new ResponseFault($"keys[{index}]", fault!));
        }

        return [.. read.Distinct()];
    }
}
