namespace NpsRealtime.Web.Responses;

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
