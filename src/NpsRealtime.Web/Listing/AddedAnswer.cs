namespace NpsRealtime.Web.Listing;

/// <summary>New responses, as they go to viewers.</summary>
/// <param name="Tenant">The tenant's name.</param>
/// <param name="Responses">The responses in the order of arrival.</param>
/// <param name="Skipped">Whether more came than were sent; list them if you need them.</param>
public sealed record AddedAnswer(string Tenant, IReadOnlyList<ListedAnswer> Responses, bool Skipped);
