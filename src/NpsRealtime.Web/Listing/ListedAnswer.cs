using NpsRealtime.Scoring.Store;
using NpsRealtime.Scoring.Store.Listing;

namespace NpsRealtime.Web.Listing;

/// <summary>A response as people read it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Score">0 to 10.</param>
/// <param name="Category">promoter, passive or detractor.</param>
/// <param name="Channel">Where it was asked.</param>
/// <param name="Touchpoint">About what.</param>
/// <param name="RespondedAt">When the customer answered.</param>
/// <param name="AcceptedAt">When it was taken, or last corrected.</param>
/// <param name="Segments">Names and values of its segments.</param>
/// <param name="Comment">What the customer wrote; null also for callers without the scope comments.</param>
/// <param name="CustomerId">The customer; null also for callers without the scope comments.</param>
/// <param name="Position">Its place in the order of arrival.</param>
public sealed record ListedAnswer(
    string Id,
    int Score,
    string Category,
    string Channel,
    string Touchpoint,
    DateTimeOffset RespondedAt,
    DateTimeOffset AcceptedAt,
    IReadOnlyDictionary<string, string> Segments,
    string? Comment,
    string? CustomerId,
    string Position)
{
    /// <param name="listed">The response.</param>
    /// <param name="mayReadComments">Whether the caller may read comments and customer ids.</param>
    internal static ListedAnswer Of(ListedResponse listed, bool mayReadComments)
    {
        var response = listed.Response;
        return new ListedAnswer(
            response.Id!,
            response.Score!.Value,
            response.Score switch { >= 9 => "promoter", >= 7 => "passive", _ => "detractor" },
            response.Channel!,
            response.Touchpoint!,
            response.RespondedAt!.Value,
            listed.AcceptedAt,
            (response.Segments ?? []).DistinctBy(segment => segment.Key).ToDictionary(segment => segment.Key, segment => segment.Value),
            mayReadComments ? response.Comment : null,
            mayReadComments ? response.CustomerId : null,
            listed.Place.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }
}

/// <summary>A page of responses, the one that arrived last first.</summary>
/// <param name="Responses">The responses. A page may be short, or empty, and still have a cursor.</param>
/// <param name="Cursor">What to pass as <c>cursor</c> for the next page; null at the end.</param>
public sealed record ListedPage(IReadOnlyList<ListedAnswer> Responses, string? Cursor);

/// <summary>New responses, as they go to viewers.</summary>
/// <param name="Tenant">The tenant's name.</param>
/// <param name="Responses">The responses in the order of arrival.</param>
/// <param name="Skipped">Whether more came than were sent; list them if you need them.</param>
public sealed record AddedAnswer(string Tenant, IReadOnlyList<ListedAnswer> Responses, bool Skipped);
