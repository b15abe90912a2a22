namespace NpsRealtime.Web.Access;

/// <summary>The scope that an endpoint asks of its caller, as metadata. With a route value <c>tenant</c> it is asked on that tenant.</summary>
/// <param name="Scope">The scope; <see cref="Access.Scope.None"/> for what anybody may see.</param>
public sealed record ScopeRequirement(Scope Scope);
