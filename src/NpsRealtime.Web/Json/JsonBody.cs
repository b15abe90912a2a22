using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using NpsRealtime.Scoring.Responses;
using NpsRealtime.Web.Problems;
using NpsRealtime.Web.Responses;

namespace NpsRealtime.Web.Json;

/// <summary>Reads small JSON bodies of administrative requests.</summary>
internal static class JsonBody
{
    private const int BytesMax = 65_536;

    /// <summary>The body; a problem when it is not one. An empty body is an empty object.</summary>
    public static async Task<(T? Value, Problem? Problem)> ReadAsync<T>(HttpContext context, JsonTypeInfo<T> type)
        where T : class
    {
        if (context.Request.ContentType is not null || context.Request.ContentLength > 0)
        {
            BodyForms.Of(context.Request, takesNdjson: false, out var problem);
            if (problem is not null)
                return (null, problem);
        }

        var reader = context.Request.BodyReader;
        if (await SmallBody.ReadAsync(reader, BytesMax) is not { } body)
            return (null, Invalid($"The body is at most {BytesMax} bytes."));
        try
        {
            var json = new Utf8JsonReader(body);
            var value = body.IsEmpty ? JsonSerializer.Deserialize("{}", type) : JsonSerializer.Deserialize(ref json, type);
            return value is null ? (null, Invalid("The body is a JSON object.")) : (value, null);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or FormatException)
        {
            // The parser's own message may quote the body.
            return (null, Invalid("The body is not the JSON object that /openapi/v1.json describes for this address."));
        }
        finally
        {
            reader.AdvanceTo(body.End);
        }
    }

    private static Problem Invalid(string detail) => Problem.Of(ProblemCatalogue.InvalidBody, [new ResponseFault("$", detail)]);
}
