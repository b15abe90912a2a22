using System.Security.Claims;
using NpsRealtime.Scoring.Keys;

namespace NpsRealtime.Web.Access.Grants;

/// <summary>
/// What one key or board link gives its holder. A record that changes becomes another grant, and the old one ends: streams that were
/// opened with it close and come back under the new one.
/// </summary>
internal sealed class Grant : IDisposable
{
    /// <summary>The claim of a principal that names its grant.</summary>
    public const string ClaimType = "nps:grant";

    private readonly CancellationTokenSource _ended = new();
    private long _lastUsed;
    private int _streams;

    public Grant(GrantKind kind, string id, string name, Scope scopes)
    {
        (Kind, Id, Name, Scopes) = (kind, id, name, ScopeNames.Expand(scopes));
        Ended = _ended.Token;
        Principal = new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimType, id), new Claim(ClaimTypes.NameIdentifier, id)], "key"));
    }

    public GrantKind Kind { get; }

    /// <summary>The public part of the token; <c>open</c> when there is none.</summary>
    public string Id { get; }

    public string Name { get; }

    /// <summary>Its scopes, with those that they include.</summary>
    public Scope Scopes { get; }

    /// <summary>The tenant's number; 0 for the whole installation.</summary>
    public int TenantId { get; init; }

    /// <summary>The tenant's slug; null for the whole installation.</summary>
    public string? Tenant { get; init; }

    public byte[] Hash { get; init; } = new byte[AccessToken.HashBytes];

    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>The record's version.</summary>
    public long Version { get; init; }

    /// <summary>The scores of a board link; null for everything of the tenant.</summary>
    public LinkScores? Scores { get; init; }

    /// <summary>The board of a board link; null when it has a set of scores, and for keys.</summary>
    public string? Board { get; init; }

    /// <summary>The boards that a board link reaches: its own, and those that take turns with it.</summary>
    public IReadOnlyCollection<string> Boards { get; init; } = [];

    /// <summary>Cancelled when it no longer holds: revoked, expired or changed.</summary>
    public CancellationToken Ended { get; }

    public ClaimsPrincipal Principal { get; }

    /// <summary>Unix milliseconds of the last use on this node; 0 for none.</summary>
    public long LastUsed => Volatile.Read(ref _lastUsed);

    /// <summary>Whether it reaches a tenant at all, whatever its scopes.</summary>
    public bool Reaches(string tenant)
    {
        if (Tenant is null || tenant == Tenant)
            return true;
        return Slug.TryCreate(tenant, out var slug, out _) && slug.Text == Tenant;
    }

    public bool Has(Scope scope) => (Scopes & scope) == scope;

    public bool HoldsAt(DateTimeOffset now) => ExpiresAt is not { } end || now < end;

    public void NoteUse(DateTimeOffset now) => Volatile.Write(ref _lastUsed, now.ToUnixTimeMilliseconds());

    /// <summary>Counts a stream that begins; returns how many are open with it.</summary>
    public int EnterStream() => Interlocked.Increment(ref _streams);

    public void LeaveStream() => Interlocked.Decrement(ref _streams);

    /// <summary>Ends it for good, and whatever stream was opened with it.</summary>
    public void End()
    {
        try
        {
            _ended.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It had ended before.
        }
    }

    public void Dispose() => _ended.Dispose();
}

/// <summary>What a caller came with.</summary>
internal enum GrantKind
{
    /// <summary>Nothing; the server is open.</summary>
    Open,

    /// <summary>A key of a tenant or of the platform.</summary>
    Key,

    /// <summary>A board link.</summary>
    Link,
}
