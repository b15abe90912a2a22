namespace NpsRealtime.Web.Access;

/// <summary>The scope that a method of the hub asks of its caller, on the tenant that the call names. A method without it is refused.</summary>
/// <param name="scope">The scope.</param>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class HubScopeAttribute(Scope scope) : Attribute
{
    public Scope Scope { get; } = scope;
}
