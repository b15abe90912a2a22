namespace NpsRealtime.Web.Access.Links;

/// <summary>The board links of a tenant, oldest first.</summary>
public sealed record LinkList(IReadOnlyList<LinkAnswer> Links);
