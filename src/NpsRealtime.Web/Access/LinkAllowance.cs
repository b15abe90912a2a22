namespace NpsRealtime.Web.Access;

/// <summary>Lets board links through to an endpoint, for what they are links to. Without it an endpoint refuses them.</summary>
/// <param name="Reach">What is compared with the link.</param>
public sealed record LinkAllowance(LinkReach Reach);
