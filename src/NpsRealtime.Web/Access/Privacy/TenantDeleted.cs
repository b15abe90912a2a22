namespace NpsRealtime.Web.Access.Privacy;

/// <summary>What went with a tenant.</summary>
/// <param name="Responses">How many responses, tombstones of erased ones included.</param>
public sealed record TenantDeleted(long Responses);
