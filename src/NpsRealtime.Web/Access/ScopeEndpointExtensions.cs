using Microsoft.AspNetCore.Builder;

namespace NpsRealtime.Web.Access;

/// <summary>Says at the place where an endpoint is mapped who may call it. An endpoint that says nothing is refused to everybody.</summary>
public static class ScopeEndpointExtensions
{
    /// <summary>Asks a scope of the caller: on the tenant of the route, or on the installation when the route names none.</summary>
    public static TBuilder RequireScope<TBuilder>(this TBuilder builder, Scope scope)
        where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new ScopeRequirement(scope));

    /// <summary>Lets anybody call it who reaches the server: health, problem pages, the screens' own files.</summary>
    public static TBuilder OpenToAll<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new ScopeRequirement(Scope.None));

    /// <summary>Lets board links call it too, for what they are links to.</summary>
    public static TBuilder OpenToLinks<TBuilder>(this TBuilder builder, LinkReach reach)
        where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new LinkAllowance(reach));

    /// <summary>Takes the key in the address too, for browsers' web sockets and server-sent events.</summary>
    internal static TBuilder AllowQueryToken<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new QueryTokenAllowed());
}
