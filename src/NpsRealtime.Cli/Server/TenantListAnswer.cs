namespace NpsRealtime.Cli.Server;

/// <summary>All tenants of a server.</summary>
internal sealed record TenantListAnswer(IReadOnlyList<TenantAnswer> Tenants);
