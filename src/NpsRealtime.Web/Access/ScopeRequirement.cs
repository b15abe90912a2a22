namespace NpsRealtime.Web.Access;

/// <summary>The scope that an endpoint asks of its caller, as metadata. With a route value <c>tenant</c> it is asked on that tenant.</summary>
/// <param name="Scope">The scope; <see cref="Access.Scope.None"/> for what anybody may see.</param>
public sealed record ScopeRequirement(Scope Scope);

/// <summary>Lets board links through to an endpoint, for what they are links to. Without it an endpoint refuses them.</summary>
/// <param name="Reach">What is compared with the link.</param>
public sealed record LinkAllowance(LinkReach Reach);

/// <summary>Where on an endpoint stands what a board link must be for.</summary>
public enum LinkReach
{
    /// <summary>Nowhere: it tells no more than the tenant's name and time zone.</summary>
    Tenant,

    /// <summary>The route value <c>key</c> is one of the link's scores.</summary>
    RouteKey,

    /// <summary>The parameter <c>key</c> is one of the link's scores.</summary>
    QueryKey,

    /// <summary>Every parameter <c>score</c> is one of the link's scores.</summary>
    QueryScores,

    /// <summary>The route value <c>board</c> or <c>id</c> is the link's board.</summary>
    RouteBoard,

    /// <summary>Nowhere: the answer itself leaves out what the link does not show.</summary>
    Answer,

    /// <summary>The hub, which looks at each call.</summary>
    Hub,
}

/// <summary>Marks an endpoint that browsers can only give a key in the address: web sockets and server-sent events have no headers.</summary>
internal sealed class QueryTokenAllowed;
