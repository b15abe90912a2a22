using NpsRealtime.Scoring.Store;
using NpsRealtime.Scoring.Store.Records;

namespace NpsRealtime.Storage.Postgres;

/// <content>The audit trail, retention and the deletion of tenants.</content>
public sealed partial class PostgresResponseStore
{
    public Task AppendAsync(TrailEntry entry, CancellationToken cancellation) =>
        RunAsync(connection => PostgresTrail.AppendAsync(connection, entry, cancellation), cancellation);

    public Task<IReadOnlyList<TrailEntry>> ReadTrailAsync(int tenantId, long? before, int limit, CancellationToken cancellation) =>
        RunAsync(connection => PostgresTrail.ReadAsync(connection, tenantId, before, limit, cancellation), cancellation);

    public Task<(int Blanked, long? Next)> BlankAsync(int tenantId, long before, long from, CancellationToken cancellation) =>
        RunAsync(connection => PostgresPrivacy.BlankAsync(connection, tenantId, before, from, cancellation), cancellation);

    public Task<bool> DeleteTenantAsync(int tenantId, CancellationToken cancellation) =>
        RunAsync(connection => PostgresPrivacy.DeleteTenantAsync(connection, tenantId, cancellation), cancellation);

    public Task<(long Responses, bool IsMore)> DeleteRemainsAsync(CancellationToken cancellation) =>
        RunAsync(connection => PostgresPrivacy.DeleteRemainsAsync(connection, cancellation), cancellation);
}
