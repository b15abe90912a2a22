using System.Text.Json;
using NpsRealtime.Scoring.Store;
using NpsRealtime.Scoring.Store.Records;

namespace NpsRealtime.Web.Access.Keys;

/// <summary>Keys in the records of the database.</summary>
internal sealed class KeyStore(IRecordStore records)
{
    public async Task<IReadOnlyList<StoredAccessKey>> ListAsync(int tenantId, CancellationToken cancellation) =>
        [.. (await records.ListAsync(tenantId, KeyRecord.Kind, cancellation)).Select(Read)];

    public async Task<StoredAccessKey?> FindAsync(int tenantId, string id, CancellationToken cancellation) =>
        id.Length is > 0 and <= RecordLimits.IdLengthMax && await records.GetAsync(tenantId, KeyRecord.Kind, id, cancellation) is { } record ? Read(record) : null;

    /// <summary>Writes a key; null when another version was there than the one expected.</summary>
    public Task<long?> PutAsync(int tenantId, string id, KeyRecord key, long? expectedVersion, CancellationToken cancellation) =>
        records.PutAsync(tenantId, KeyRecord.Kind, id, JsonSerializer.Serialize(key, AccessJson.Default.KeyRecord), expectedVersion, cancellation);

    public async Task DeleteAsync(StoredAccessKey key, CancellationToken cancellation)
    {
        await records.DeleteAsync(key.TenantId, KeyRecord.Kind, key.Id, cancellation);
        await records.DeleteAsync(key.TenantId, LastUse.Kind, key.Id, cancellation);
    }

    private static StoredAccessKey Read(StoredRecord record) =>
        new(record.TenantId, record.Id, record.Version, JsonSerializer.Deserialize(record.Body, AccessJson.Default.KeyRecord)!);
}
