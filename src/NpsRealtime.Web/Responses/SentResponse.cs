using System.ComponentModel;

namespace NpsRealtime.Web.Responses;

/// <summary>One response as senders write it. It only describes the format; what is sent is read by the scoring itself.</summary>
/// <param name="Id">1 to 200 visible ASCII characters without /, and not . or ..; required in NDJSON.</param>
/// <param name="Score">0 to 10.</param>
/// <param name="Channel">Where it was asked, as in web.</param>
/// <param name="Touchpoint">About what, as in checkout.</param>
/// <param name="RespondedAt">When the customer answered; without it the server stamps its own time.</param>
/// <param name="Segments">Names and values to break the score down by.</param>
/// <param name="CustomerId">The customer, so that all their responses can be erased.</param>
/// <param name="Comment">What the customer wrote.</param>
public sealed record SentResponse(
    string? Id,
    [property: Description("A whole number from 0 to 10.")] int Score,
    string Channel,
    string Touchpoint,
    DateTimeOffset? RespondedAt,
    IReadOnlyDictionary<string, string>? Segments,
    string? CustomerId,
    string? Comment);
