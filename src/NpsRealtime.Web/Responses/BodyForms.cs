using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using NpsRealtime.Web.Problems;

namespace NpsRealtime.Web.Responses;

/// <summary>Reads the form of a body from its headers.</summary>
internal static class BodyForms
{
    public const string Json = "application/json";
    public const string Ndjson = "application/x-ndjson";

    /// <summary>The body's form, or what is wrong with its headers.</summary>
    public static BodyForm Of(HttpRequest request, bool takesNdjson, out Problem? problem)
    {
        problem = null;
        if (request.Headers.ContentEncoding is { Count: > 0 } encoding && encoding != "identity")
        {
            problem = new Problem(
                ProblemCatalogue.UnsupportedMediaType, "The body has a Content-Encoding. Bodies are not decompressed here; send it as it is.");
            return BodyForm.Unknown;
        }

        var form = Of(request.ContentType);
        if (form == BodyForm.Json || (form == BodyForm.Ndjson && takesNdjson))
            return form;
        problem = new Problem(ProblemCatalogue.UnsupportedMediaType, takesNdjson
            ? $"The Content-Type must be {Json} for one response or {Ndjson} for one response a line; a charset can only be utf-8."
            : $"The Content-Type must be {Json}; a charset can only be utf-8.");
        return BodyForm.Unknown;
    }

    private static BodyForm Of(string? contentType)
    {
        // Nearly everybody sends one of these, so that nothing needs to be parsed.
        if (contentType is Json or "application/json; charset=utf-8")
            return BodyForm.Json;
        if (contentType is Ndjson or "application/x-ndjson; charset=utf-8")
            return BodyForm.Ndjson;
        if (!MediaTypeHeaderValue.TryParse(contentType, out var type))
            return BodyForm.Unknown;
        if (type.Charset.HasValue && !type.Charset.Value!.Trim('"').Equals("utf-8", StringComparison.OrdinalIgnoreCase))
            return BodyForm.Unknown;
        if (type.MediaType.Equals(Json, StringComparison.OrdinalIgnoreCase))
            return BodyForm.Json;
        return type.MediaType.Equals(Ndjson, StringComparison.OrdinalIgnoreCase) ? BodyForm.Ndjson : BodyForm.Unknown;
    }
}

/// <summary>In which form responses are sent.</summary>
internal enum BodyForm
{
    /// <summary>In none that is known.</summary>
    Unknown,

    /// <summary>One response, <c>application/json</c>.</summary>
    Json,

    /// <summary>One response a line, <c>application/x-ndjson</c>.</summary>
    Ndjson,
}
