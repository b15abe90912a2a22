using NpsRealtime.Web.Access;

namespace NpsRealtime.Web.Listing;

/// <summary>Which new responses a client of the hub wants to see arrive.</summary>
/// <param name="Tenant">The tenant's name.</param>
/// <param name="Key">Only those that count under a score key; null for all.</param>
/// <param name="Category">promoter, passive or detractor; null for all.</param>
/// <param name="Commented">Only those with a comment; needs the scope comments.</param>
public sealed record ResponseSubscription(string? Tenant, string? Key = null, string? Category = null, bool? Commented = null) : IHubCall
{
    IEnumerable<string?> IHubCall.ScoreKeys => [string.IsNullOrEmpty(Key) ? "tenant" : Key];
}
