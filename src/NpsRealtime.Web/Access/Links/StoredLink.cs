namespace NpsRealtime.Web.Access.Links;

/// <summary>A board link with where it is kept.</summary>
internal sealed record StoredLink(int TenantId, string Id, LinkRecord Record);
