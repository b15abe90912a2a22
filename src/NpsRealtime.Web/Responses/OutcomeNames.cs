using NpsRealtime.Scoring.Responses;

namespace NpsRealtime.Web.Responses;

/// <summary>How outcomes are called in answers and meters.</summary>
internal static class OutcomeNames
{
    public static string Of(ResponseStatus status) => status switch
    {
        ResponseStatus.Accepted => "accepted",
        ResponseStatus.Duplicate => "duplicate",
        ResponseStatus.Corrected => "corrected",
        ResponseStatus.Conflict => "conflict",
        ResponseStatus.Erased => "erased",
        ResponseStatus.Gone => "gone",
        ResponseStatus.Refused => "refused",
        ResponseStatus.Overloaded => "overloaded",
        _ => "unavailable",
    };
}
