namespace NpsRealtime.Cli.Server;

/// <summary>A key as the server lists it.</summary>
internal sealed record KeyAnswer(
    string Id,
    string Name,
    string? Tenant,
    IReadOnlyList<string> Scopes,
    string Status,
    DateTimeOffset CreatedAt,
    DateTimeOffset? ExpiresAt,
    DateTimeOffset? RevokedAt,
    DateTimeOffset? LastUsedAt,
    string? RotatedTo);
