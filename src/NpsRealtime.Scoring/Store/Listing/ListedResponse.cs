using NpsRealtime.Scoring.Engine;
using NpsRealtime.Scoring.Keys;

namespace NpsRealtime.Scoring.Store.Listing;

/// <summary>A response in a list.</summary>
/// <param name="Place">Its place in the order of arrival. A correction keeps it.</param>
/// <param name="AcceptedAt">When it was taken, or last corrected.</param>
/// <param name="Response">What it says.</param>
/// <param name="Keys">The keys it counts under, the tenant's own left out.</param>
public sealed record ListedResponse(long Place, DateTimeOffset AcceptedAt, ExportedResponse Response, IReadOnlyList<ScoreKey> Keys);
