using NpsRealtime.Scoring.Store;
using NpsRealtime.Scoring.Store.Records;

namespace NpsRealtime.Storage.Sqlite;

/// <content>The audit trail, retention and the deletion of tenants.</content>
public sealed partial class SqliteResponseStore
{
    public Task AppendAsync(TrailEntry entry, CancellationToken cancellation) => CertainAsync(session =>
    {
        SqliteTrail.Append(session, entry);
        return true;
    });

    public Task<IReadOnlyList<TrailEntry>> ReadTrailAsync(int tenantId, long? before, int limit, CancellationToken cancellation) =>
        Readers.RunAsync(session => SqliteTrail.Read(session, tenantId, before, limit), cancellation);

    public async Task<(int Blanked, long? Next)> BlankAsync(int tenantId, long before, long from, CancellationToken cancellation)
    {
        var (isAny, next) = await Readers.RunAsync(session => SqlitePrivacy.Look(session, tenantId, before, from), cancellation);
        return (isAny ? await ErasingAsync(session => SqlitePrivacy.Blank(session, tenantId, before, from)) : 0, next);
    }

    public Task<bool> DeleteTenantAsync(int tenantId, CancellationToken cancellation) =>
        ErasingAsync(session => SqlitePrivacy.DeleteTenant(session, tenantId));

    public Task<(long Responses, bool IsMore)> DeleteRemainsAsync(CancellationToken cancellation) => ErasingAsync(SqlitePrivacy.DeleteRemains);

    private Task<T> ErasingAsync<T>(Func<SqliteSession, T> work) => CertainAsync(session =>
    {
        session.NoteErased();
        return work(session);
    });
}
