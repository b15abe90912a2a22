using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NpsRealtime.Web.Access.Grants;
using NpsRealtime.Web.Problems;
using NpsRealtime.Web.Streams;

namespace NpsRealtime.Web.Access;

/// <summary>
/// Who may call what. A caller who has no right on a tenant gets the same answer whether it exists or not, since the tenant is not
/// even looked up.
/// </summary>
internal static class AccessDecision
{
    /// <summary>Why a request is refused; null when it is not.</summary>
    public static Problem? Refusal(HttpContext context, Grant? grant)
    {
        // Routing's own answers (nothing here, another method) are no endpoints of ours.
        if (context.GetEndpoint() is not RouteEndpoint endpoint)
            return null;
        if (endpoint.Metadata.GetMetadata<ScopeRequirement>() is not { } requirement)
            return new Problem(ProblemCatalogue.NoAccess, "This address does not say who may call it, so nobody may. That is a fault of the server; please report it.");
        if (requirement.Scope == Scope.None)
            return null;
        if (Refusal(grant, requirement.Scope, context.GetRouteValue("tenant") as string) is { } refusal)
            return refusal;
        return grant!.Kind == GrantKind.Link && !IsForLink(context, grant, endpoint.Metadata.GetMetadata<LinkAllowance>())
            ? NotOfLink()
            : null;
    }

    /// <summary>Why a grant does not give a scope on a tenant, or on the installation when <paramref name="tenant"/> is null.</summary>
    public static Problem? Refusal(Grant? grant, Scope scope, string? tenant)
    {
        if (grant is null || grant.Ended.IsCancellationRequested)
            return new Problem(ProblemCatalogue.Unauthorized, WithoutKey(scope));

        if (tenant is not null && !grant.Reaches(tenant))
            return new Problem(ProblemCatalogue.NoAccess);
        return grant.Has(scope) ? null : new Problem(ProblemCatalogue.MissingScope, Lacking(grant, scope));
    }

    /// <summary>Whether a link shows a score or wildcard; what is malformed passes, and is told so behind.</summary>
    public static bool Shows(Grant link, string? key) =>
        !ScoreSelector.TryParse(key, null, out var selector, out _)
        || (selector.Key is { } one ? link.Scores!.Includes(one) : link.Scores!.Includes(selector.Wildcard!));

    /// <summary>A board link asks for something that it does not show.</summary>
    public static Problem NotOfLink() => new(ProblemCatalogue.NoAccess, "The board link shows its own scores and nothing else.");

    private static string WithoutKey(Scope scope) =>
        $"This needs a key with the scope {ScopeNames.Of(scope)[0]}, sent as Authorization: Bearer KEY. No key was sent, or it does not work (any more).";

    private static string Lacking(Grant grant, Scope scope)
    {
        var name = ScopeNames.Of(scope)[0];
        var has = string.Join(", ", ScopeNames.Of(grant.Scopes));
        if (grant.Kind == GrantKind.Link)
            return $"This needs a key with the scope {name}; a board link has {has} and can have no other.";
        return $"This needs the scope {name}; the key has {has}. "
            + (scope == Scope.Platform ? "Only a platform key has it: ask whoever runs the server." : $"Ask the tenant's admin for a key that has it: nps keys create --scope {name}.");
    }

    private static bool IsForLink(HttpContext context, Grant link, LinkAllowance? allowance) => allowance?.Reach switch
    {
        LinkReach.Tenant or LinkReach.Answer or LinkReach.Hub => true,
        LinkReach.RouteKey => Shows(link, context.GetRouteValue("key") as string),
        LinkReach.QueryKey => context.Request.Query["key"] is [{ } key] && Shows(link, key),
        LinkReach.QueryScores => context.Request.Query["score"].All(score => Shows(link, score?.Split('@')[0])),
        LinkReach.RouteBoard => (context.GetRouteValue("board") ?? context.GetRouteValue("id")) is string board && link.Boards.Contains(board),
        _ => false,
    };
}
