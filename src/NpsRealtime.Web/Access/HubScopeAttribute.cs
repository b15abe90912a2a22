namespace NpsRealtime.Web.Access;

/// <summary>The scope that a method of the hub asks of its caller, on the tenant that the call names. A method without it is refused.</summary>
/// <param name="scope">The scope.</param>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class HubScopeAttribute(Scope scope) : Attribute
{
    public Scope Scope { get; } = scope;
}

/// <summary>The argument of a method of the hub: it names the tenant and the scores that the call is about, so that access is decided in one place.</summary>
internal interface IHubCall
{
    string? Tenant { get; }

    /// <summary>The score keys and wildcards that a board link must be for; with none, links are refused.</summary>
    IEnumerable<string?> ScoreKeys { get; }
}
