using System.Collections.Frozen;
using System.Security.Claims;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NpsRealtime.Scoring.Engine;
using NpsRealtime.Scoring.Store;
using NpsRealtime.Scoring.Store.Records;
using NpsRealtime.Web.Access.Keys;
using NpsRealtime.Web.Access.Links;

namespace NpsRealtime.Web.Access.Grants;

/// <summary>
/// Every key and link that holds, in memory: a request costs a look-up and one hash, no database. Every node looks each second whether
/// another one changed something, so what is revoked anywhere is refused everywhere within two. While the database is away the last
/// known ones hold, for boards must go on; nobody can revoke anything meanwhile either. Thread-safe.
/// </summary>
internal sealed class KnownGrants(IRecordStore records, IOptions<AccessOptions> options, TimeProvider time, ILogger<KnownGrants> logger) : IDisposable
{
    /// <summary>The kind of the records that boards are kept in.</summary>
    public const string BoardKind = "board";

    private static readonly Grant OpenToAll = new(GrantKind.Open, "open", "everybody", Scope.Platform);
    private static readonly byte[] NoHash = new byte[AccessToken.HashBytes];

    private readonly SemaphoreSlim _refreshing = new(1);
    private FrozenDictionary<string, Grant> _grants = FrozenDictionary<string, Grant>.Empty;
    private (long Keys, long Links, long Boards) _revision = (-1, -1, -1);
    private bool _isAway;

    /// <summary>What a caller without a key has: everything on an open server, otherwise null.</summary>
    public Grant? Open => options.Value.Open ? OpenToAll : null;

    /// <summary>Whether any key works now.</summary>
    public bool AnyKey => All.Any(grant => grant.Kind == GrantKind.Key && grant.HoldsAt(time.GetUtcNow()));

    public IEnumerable<Grant> All => Volatile.Read(ref _grants).Values;

    /// <summary>The grant of a token; null when there is none, or none any more.</summary>
    public Grant? Find(AccessToken token)
    {
        var known = Volatile.Read(ref _grants).GetValueOrDefault(token.Id);

        // An unknown id takes as long as a wrong secret.
        if (!token.Matches(known?.Hash ?? NoHash) || known is null)
            return null;
        var now = time.GetUtcNow();
        if (!known.HoldsAt(now) || known.Ended.IsCancellationRequested)
            return null;
        known.NoteUse(now);
        return known;
    }

    /// <summary>The grant that a principal was made for, while it holds.</summary>
    public Grant? Of(ClaimsPrincipal? principal)
    {
        if (principal?.FindFirst(Grant.ClaimType)?.Value is not { } id)
            return null;
        return id == OpenToAll.Id ? Open : Volatile.Read(ref _grants).GetValueOrDefault(id) is { } known && known.HoldsAt(time.GetUtcNow()) ? known : null;
    }

    /// <summary>Takes up what has changed, here or on another node, and ends what no longer holds.</summary>
    public async Task RefreshAsync(CancellationToken cancellation)
    {
        await _refreshing.WaitAsync(cancellation);
        try
        {
            var revision = (
                await records.RevisionAsync(KeyRecord.Kind, cancellation),
                await records.RevisionAsync(LinkRecord.Kind, cancellation),
                await records.RevisionAsync(BoardKind, cancellation));
            if (revision != _revision)
            {
                Replace(await ReadAsync(cancellation));
                _revision = revision;
            }

            if (_isAway)
                Log.GrantsBack(logger);
            _isAway = false;
        }
        catch (StoreUnavailableException fault) when (_revision.Keys >= 0 && !cancellation.IsCancellationRequested)
        {
            if (!_isAway)
                Log.GrantsAway(logger, fault.Message);
            _isAway = true;
        }
        finally
        {
            _refreshing.Release();
        }

        EndExpired();
    }

    public void Dispose() => _refreshing.Dispose();

    private async Task<Dictionary<string, Grant>> ReadAsync(CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var grants = new Dictionary<string, Grant>();
        foreach (var stored in (await records.ListAllAsync(KeyRecord.Kind, cancellation)).Records)
        {
            if (JsonSerializer.Deserialize(stored.Body, AccessJson.Default.KeyRecord) is { } key && key.HoldsAt(now))
                grants[stored.Id] = key.ToGrant(stored.TenantId, stored.Id, stored.Version);
        }

        var links = (await records.ListAllAsync(LinkRecord.Kind, cancellation)).Records;
        var boards = links.Count == 0
            ? []
            : (await records.ListAllAsync(BoardKind, cancellation)).Records.ToDictionary(board => (board.TenantId, board.Id));
        foreach (var stored in links)
        {
            if (JsonSerializer.Deserialize(stored.Body, AccessJson.Default.LinkRecord) is not { } link || !link.HoldsAt(now))
                continue;
            var shown = BoardsOf(stored.TenantId, link, boards);
            var scores = link.Scores ?? shown.SelectMany(board => BoardScores.In(board.Body));
            var version = shown.Aggregate(stored.Version, (sum, board) => unchecked((sum * 1_000_003) + board.Version));
            grants[stored.Id] = link.ToGrant(stored.TenantId, stored.Id, version, [.. shown.Select(board => board.Id)], scores);
        }

        return grants;
    }

    /// <summary>The board that a link shows, and those that take turns with it; none when it has scores of its own, or its board is gone.</summary>
    private static IReadOnlyList<StoredRecord> BoardsOf(int tenantId, LinkRecord link, Dictionary<(int TenantId, string Id), StoredRecord> boards)
    {
        if (link.Board is null || !boards.TryGetValue((tenantId, link.Board), out var first))
            return [];
        var others = BoardScores.TurnsOf(first.Body).Select(id => boards.GetValueOrDefault((tenantId, id))).OfType<StoredRecord>();
        return [first, .. others.Where(board => board.Id != first.Id)];
    }

    private void Replace(Dictionary<string, Grant> read)
    {
        var before = _grants;
        foreach (var (id, known) in before)
        {
            // The same version keeps its grant, and with it its open streams.
            if (read.TryGetValue(id, out var now) && now.Version == known.Version)
            {
                now.Dispose();
                read[id] = known;
            }
        }

        Volatile.Write(ref _grants, read.ToFrozenDictionary());
        foreach (var (id, known) in before)
        {
            if (!read.TryGetValue(id, out var now) || now != known)
                known.End();
        }
    }

    private void EndExpired()
    {
        var now = time.GetUtcNow();
        foreach (var grant in _grants.Values)
        {
            if (!grant.HoldsAt(now))
                grant.End();
        }
    }
}
