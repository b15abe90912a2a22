using System.Text.Json;
using NpsRealtime.Scoring.Store;
using NpsRealtime.Scoring.Store.Records;
using NpsRealtime.Web.Access.Grants;

namespace NpsRealtime.Web.Access;

/// <summary>When keys and links were used last: noted in memory with each request, written now and then.</summary>
internal sealed class LastUses(KnownGrants grants, IRecordStore records)
{
    private readonly Dictionary<string, long> _written = [];

    /// <summary>Writes those that were used since they were written.</summary>
    public async Task WriteAsync(CancellationToken cancellation)
    {
        foreach (var grant in grants.All)
        {
            var used = grant.LastUsed;
            if (used == 0 || _written.GetValueOrDefault(grant.Id) == used)
                continue;
            var body = JsonSerializer.Serialize(new LastUse(DateTimeOffset.FromUnixTimeMilliseconds(used)), AccessJson.Default.LastUse);
            await records.PutAsync(grant.TenantId, LastUse.Kind, grant.Id, body, expectedVersion: null, cancellation);
            _written[grant.Id] = used;
        }
    }

    /// <summary>The last uses of a tenant's keys and links by id, of this node and as others wrote them.</summary>
    public async Task<IReadOnlyDictionary<string, DateTimeOffset>> ReadAsync(int tenantId, CancellationToken cancellation)
    {
        var uses = new Dictionary<string, DateTimeOffset>();
        foreach (var record in await records.ListAsync(tenantId, LastUse.Kind, cancellation))
            uses[record.Id] = JsonSerializer.Deserialize(record.Body, AccessJson.Default.LastUse)!.At;
        foreach (var grant in grants.All.Where(grant => grant.TenantId == tenantId && grant.LastUsed > 0))
        {
            var used = DateTimeOffset.FromUnixTimeMilliseconds(grant.LastUsed);
            if (used > uses.GetValueOrDefault(grant.Id))
                uses[grant.Id] = used;
        }

        return uses;
    }
}

/// <summary>
/// When a key or link was used last, in a record of its own under the same id: so that writing it changes no key, and nobody's cache.
/// </summary>
/// <param name="At">When, to about a minute.</param>
internal sealed record LastUse(DateTimeOffset At)
{
    public const string Kind = "last-use";
}
