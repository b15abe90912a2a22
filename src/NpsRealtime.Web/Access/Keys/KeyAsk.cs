namespace NpsRealtime.Web.Access.Keys;

/// <summary>What somebody asks a new key to be.</summary>
/// <param name="Name">What it is for, in words, as in <c>survey tool</c>.</param>
/// <param name="Scopes">For a tenant's key: ingest, read, comments, admin. A platform key has none to choose.</param>
/// <param name="ExpiresAt">When it stops working; never when left out.</param>
public sealed record KeyAsk(string? Name, IReadOnlyList<string?>? Scopes, DateTimeOffset? ExpiresAt);
