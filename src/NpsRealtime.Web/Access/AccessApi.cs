using Microsoft.AspNetCore.Routing;
using NpsRealtime.Web.Access.Keys;
using NpsRealtime.Web.Access.Links;
using NpsRealtime.Web.Access.Trail;
using NpsRealtime.Web.Privacy;

namespace NpsRealtime.Web.Access;

/// <summary>The addresses by which access is administered: keys, board links, the audit trail, retention.</summary>
public static class AccessApi
{
    public static void MapAccess(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapKeys();
        endpoints.MapLinks();
        endpoints.MapTrail();
        endpoints.MapPrivacy();
    }
}

/// <summary>What the caller may do.</summary>
/// <param name="Kind"><c>key</c>, <c>link</c>, or <c>open</c> when the server asks for no key.</param>
/// <param name="Name">The name of the key or link.</param>
/// <param name="Scopes">Its scopes, with those that they include.</param>
/// <param name="Tenant">The tenant that it is for; null for all.</param>
/// <param name="Board">The board that a link shows; null for keys, and for a link with scores of its own.</param>
/// <param name="Scores">The scores that a link shows, wildcards among them; null for keys.</param>
/// <param name="Comments">Whether it may see comments and customer ids.</param>
/// <param name="ExpiresAt">When it stops working; null for never.</param>
public sealed record AccessAnswer(
    string Kind, string Name, IReadOnlyList<string> Scopes, string? Tenant, string? Board, IReadOnlyList<string>? Scores, bool Comments, DateTimeOffset? ExpiresAt);
