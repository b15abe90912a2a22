namespace NpsRealtime.Cli.Server;

/// <summary>What a new key is asked to be.</summary>
internal sealed record KeyAsk(string Name, IReadOnlyList<string>? Scopes, DateTimeOffset? ExpiresAt);
