namespace NpsRealtime.Cli.Server;

/// <summary>What a tenant is to be. What is null stays as it is.</summary>
internal sealed record TenantAsk(string? TimeZone, string? IdKey = null);
