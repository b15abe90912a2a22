namespace NpsRealtime.Cli.Server;

/// <summary>A new key, shown this once.</summary>
internal sealed record KeyMadeAnswer(string Key, string Id, string Name, string? Tenant, IReadOnlyList<string> Scopes, DateTimeOffset? ExpiresAt);
