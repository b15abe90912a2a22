using NpsRealtime.Scoring.Store;
using NpsRealtime.Scoring.Store.Records;

namespace NpsRealtime.Storage.Postgres;

/// <content>The records, through the same sessions and under the same ownership as the responses.</content>
public sealed partial class PostgresResponseStore
{
    public Task<StoredRecord?> GetAsync(int tenantId, string kind, string id, CancellationToken cancellation) =>
        RunAsync(connection => PostgresRecords.GetAsync(connection, tenantId, kind, id, cancellation), cancellation);

    public Task<IReadOnlyList<StoredRecord>> ListAsync(int tenantId, string kind, CancellationToken cancellation) =>
        RunAsync(connection => PostgresRecords.ListAsync(connection, tenantId, kind, cancellation), cancellation);

    public Task<(long Revision, IReadOnlyList<StoredRecord> Records)> ListAllAsync(string kind, CancellationToken cancellation) =>
        RunAsync(connection => PostgresRecords.ListAllAsync(connection, kind, cancellation), cancellation);

    public Task<long> RevisionAsync(string kind, CancellationToken cancellation) =>
        RunAsync(connection => PostgresRecords.RevisionAsync(connection, kind, cancellation), cancellation);

    public Task<long?> PutAsync(
        int tenantId, string kind, string id, string body, long? expectedVersion, CancellationToken cancellation)
    {
        RecordLimits.Demand(kind, id, body);
        return RunAsync(
            connection => PostgresRecords.PutAsync(connection, tenantId, kind, id, body, expectedVersion, cancellation), cancellation);
    }

    public Task<bool> DeleteAsync(int tenantId, string kind, string id, CancellationToken cancellation) =>
        RunAsync(connection => PostgresRecords.DeleteAsync(connection, tenantId, kind, id, cancellation), cancellation);
}
