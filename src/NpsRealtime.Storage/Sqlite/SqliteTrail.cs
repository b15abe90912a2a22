using NpsRealtime.Scoring.Store;
using NpsRealtime.Scoring.Store.Records;

namespace NpsRealtime.Storage.Sqlite;

/// <summary>The audit trail of a SQLite file.</summary>
internal static class SqliteTrail
{
    public static void Append(SqliteSession session, TrailEntry entry)
    {
        var statement = session.Statement("insert into audit_trail (tenant_id, at, caller, action, subject, count) values (?1, ?2, ?3, ?4, ?5, ?6)")
            .Bind(1, entry.TenantId).Bind(2, entry.At.ToUnixTimeMilliseconds()).Bind(3, entry.Caller).Bind(4, entry.Action).Bind(5, entry.Subject);
        (entry.Count is { } count ? statement.Bind(6, count) : statement.BindNull(6)).Run();
    }

    public static IReadOnlyList<TrailEntry> Read(SqliteSession session, int tenantId, long? before, int limit)
    {
        var entries = new List<TrailEntry>();
        var statement = session.Statement("""
            select sequence, at, caller, action, subject, count from audit_trail
            where tenant_id = ?1 and sequence < ?2 order by sequence desc limit ?3
            """).Bind(1, tenantId).Bind(2, before ?? long.MaxValue).Bind(3, limit);
        while (statement.Read())
        {
            entries.Add(new TrailEntry(
                statement.Long(0),
                tenantId,
                DateTimeOffset.FromUnixTimeMilliseconds(statement.Long(1)),
                statement.Text(2)!,
                statement.Text(3)!,
                statement.Text(4)!,
                statement.IsNull(5) ? null : statement.Long(5)));
        }

        return entries;
    }
}
