using NpsRealtime.Scoring.Store;
using NpsRealtime.Scoring.Store.Records;

namespace NpsRealtime.Storage.Sqlite;

/// <content>The records, through the same writer and readers as the responses.</content>
public sealed partial class SqliteResponseStore
{
    public Task<StoredRecord?> GetAsync(int tenantId, string kind, string id, CancellationToken cancellation) =>
        Readers.RunAsync(session => SqliteRecords.Get(session, tenantId, kind, id), cancellation);

    public Task<IReadOnlyList<StoredRecord>> ListAsync(int tenantId, string kind, CancellationToken cancellation) =>
        Readers.RunAsync(session => SqliteRecords.List(session, tenantId, kind), cancellation);

    public Task<(long Revision, IReadOnlyList<StoredRecord> Records)> ListAllAsync(string kind, CancellationToken cancellation) =>
        Readers.RunAsync(session => SqliteRecords.ListAll(session, kind), cancellation);

    public Task<long> RevisionAsync(string kind, CancellationToken cancellation) =>
        Readers.RunAsync(session => SqliteRecords.Revision(session, kind), cancellation);

    public Task<long?> PutAsync(
        int tenantId, string kind, string id, string body, long? expectedVersion, CancellationToken cancellation)
    {
        RecordLimits.Demand(kind, id, body);
        return CertainAsync(session => SqliteRecords.Put(session, tenantId, kind, id, body, expectedVersion));
    }

    public Task<bool> DeleteAsync(int tenantId, string kind, string id, CancellationToken cancellation) =>
        CertainAsync(session => SqliteRecords.Delete(session, tenantId, kind, id));
}
