using NpsRealtime.Scoring.Store;
using NpsRealtime.Scoring.Store.Records;

namespace NpsRealtime.Storage.Sqlite;

/// <summary>Records of a SQLite file.</summary>
internal static class SqliteRecords
{
    public static StoredRecord? Get(SqliteSession session, int tenantId, string kind, string id)
    {
        var statement = session.Statement("select tenant_id, id, body, version from records where kind = ?1 and tenant_id = ?2 and id = ?3")
            .Bind(1, kind).Bind(2, tenantId).Bind(3, id);
        if (!statement.Read())
            return null;
        var record = Record(statement, kind);
        statement.Reset();
        return record;
    }

    public static IReadOnlyList<StoredRecord> List(SqliteSession session, int tenantId, string kind) => ReadAll(
        session.Statement("select tenant_id, id, body, version from records where kind = ?1 and tenant_id = ?2 order by id")
            .Bind(1, kind).Bind(2, tenantId),
        kind);

    public static (long Revision, IReadOnlyList<StoredRecord> Records) ListAll(SqliteSession session, string kind) => (
        Revision(session, kind),
        ReadAll(session.Statement("select tenant_id, id, body, version from records where kind = ?1 order by tenant_id, id").Bind(1, kind), kind));

    public static long Revision(SqliteSession session, string kind)
    {
        var statement = session.Statement("select revision from record_revisions where kind = ?1").Bind(1, kind);
        if (!statement.Read())
            return 0;
        var revision = statement.Long(0);
        statement.Reset();
        return revision;
    }

    public static long? Put(SqliteSession session, int tenantId, string kind, string id, string body, long? expectedVersion)
    {
        if (expectedVersion is { } expected && (Get(session, tenantId, kind, id)?.Version ?? 0) != expected)
            return null;
        var version = Advance(session, kind);
        session.Statement("""
            insert into records (kind, tenant_id, id, body, version) values (?1, ?2, ?3, ?4, ?5)
            on conflict (kind, tenant_id, id) do update set body = excluded.body, version = excluded.version
            """).Bind(1, kind).Bind(2, tenantId).Bind(3, id).Bind(4, body).Bind(5, version).Run();
        return version;
    }

    public static bool Delete(SqliteSession session, int tenantId, string kind, string id)
    {
        var deleted = session.Statement("delete from records where kind = ?1 and tenant_id = ?2 and id = ?3")
            .Bind(1, kind).Bind(2, tenantId).Bind(3, id).RunCounting();
        if (deleted > 0)
            Advance(session, kind);
        return deleted > 0;
    }

    private static long Advance(SqliteSession session, string kind)
    {
        session.Statement("""
            insert into record_revisions (kind, revision) values (?1, 1)
            on conflict (kind) do update set revision = revision + 1
            """).Bind(1, kind).Run();
        return Revision(session, kind);
    }

    private static List<StoredRecord> ReadAll(SqliteStatement statement, string kind)
    {
        var records = new List<StoredRecord>();
        while (statement.Read())
            records.Add(Record(statement, kind));
        return records;
    }

    private static StoredRecord Record(SqliteStatement statement, string kind) =>
        new(statement.Int(0), kind, statement.Text(1)!, statement.Text(2)!, statement.Long(3));
}
