using System.Text.Json;
using Microsoft.Extensions.Options;
using NpsRealtime.Scoring.Store;
using NpsRealtime.Scoring.Store.Records;
using NpsRealtime.Scoring.Tenants;
using NpsRealtime.Web.Access.Grants;

namespace NpsRealtime.Web.Access.Links;

/// <summary>Board links in the records of the database.</summary>
internal sealed class LinkStore(IRecordStore records, KnownGrants grants, IOptions<AccessOptions> options, TimeProvider time)
{
    public async Task<IReadOnlyList<StoredLink>> ListAsync(int tenantId, CancellationToken cancellation) =>
        [.. (await records.ListAsync(tenantId, LinkRecord.Kind, cancellation)).Select(Read)];

    public async Task<bool> BoardExistsAsync(int tenantId, string board, CancellationToken cancellation) =>
        board.Length is > 0 and <= RecordLimits.IdLengthMax && await records.GetAsync(tenantId, KnownGrants.BoardKind, board, cancellation) is not null;

    /// <summary>Keeps a link under a token that its screen has, or will be given. False when the tenant has as many as it may.</summary>
    public async Task<bool> AddAsync(Tenant tenant, string id, byte[] hash, LinkAsk ask, string by, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var known = await ListAsync(tenant.Id, cancellation);
        foreach (var dead in known.Where(link => !link.Record.HoldsAt(now)).OrderBy(link => link.Record.CreatedAt).Take(known.Count - options.Value.LinksMax + 1))
        {
            await records.DeleteAsync(tenant.Id, LinkRecord.Kind, dead.Id, cancellation);
            await records.DeleteAsync(tenant.Id, LastUse.Kind, dead.Id, cancellation);
        }

        if (known.Count(link => link.Record.HoldsAt(now)) >= options.Value.LinksMax)
            return false;
        var record = new LinkRecord(
            ask.Name!.Trim(), tenant.Name, ask.Board, ask.Scores?.Select(score => score!).ToList(), ask.Comments == true, hash, now, by, ask.ExpiresAt);
        await WriteAsync(tenant.Id, id, record, cancellation);
        return true;
    }

    /// <summary>False when there is no such link.</summary>
    public async Task<bool> RevokeAsync(int tenantId, string id, CancellationToken cancellation)
    {
        if (id.Length is 0 or > RecordLimits.IdLengthMax || await records.GetAsync(tenantId, LinkRecord.Kind, id, cancellation) is not { } stored)
            return false;
        var link = Read(stored).Record;
        if (link.RevokedAt is null)
            await WriteAsync(tenantId, id, link with { RevokedAt = time.GetUtcNow() }, cancellation);
        return true;
    }

    private async Task WriteAsync(int tenantId, string id, LinkRecord link, CancellationToken cancellation)
    {
        var body = JsonSerializer.Serialize(link, AccessJson.Default.LinkRecord);
        await records.PutAsync(tenantId, LinkRecord.Kind, id, body, expectedVersion: null, cancellation);
        await grants.RefreshAsync(cancellation);
    }

    private static StoredLink Read(StoredRecord record) =>
        new(record.TenantId, record.Id, JsonSerializer.Deserialize(record.Body, AccessJson.Default.LinkRecord)!);
}
