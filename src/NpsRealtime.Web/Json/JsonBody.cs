using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using NpsRealtime.Scoring.Responses;
using NpsRealtime.Web.Problems;
using NpsRealtime.Web.Records;
using NpsRealtime.Web.Responses;

namespace NpsRealtime.Web.Json;

/// <summary>Reads small JSON bodies of administrative requests.</summary>
internal static class JsonBody
{
    private const int BytesMax = 65_536;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

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
            using var document = body.IsEmpty ? JsonDocument.Parse("{}") : JsonDocument.Parse(body, Strict);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? BodyReader.Fields(document.RootElement, type, ProblemCatalogue.InvalidBody)
                : (null, Invalid("The body is a JSON object."));
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            // The parser's own message may quote the body.
            return (null, Invalid("The body is a JSON object in UTF-8; see /openapi/v1.json."));
        }
        finally
        {
            reader.AdvanceTo(body.End);
        }
    }

    private static Problem Invalid(string detail) => Problem.Of(ProblemCatalogue.InvalidBody, [new ResponseFault("$", detail)]);
}
