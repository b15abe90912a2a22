namespace NpsRealtime.Scoring.Store.Listing;

/// <summary>A page of responses, the one that arrived last first. It may be short, or empty, and still have a next one.</summary>
/// <param name="Responses">The responses.</param>
/// <param name="Next">What to pass as <see cref="ResponseQuery.Before"/> for the next page; null at the end.</param>
public sealed record ResponsePage(IReadOnlyList<ListedResponse> Responses, long? Next);
