namespace NpsRealtime.Storage.Sqlite;

/// <summary>Blanks old content and deletes tenants, in batches that hold the writer for some milliseconds each.</summary>
internal static class SqlitePrivacy
{
    private const int StretchRows = 5_000;
    private const int DeletedRowsMax = 2_000;

    // Deleted tenants keep their row under a name that no slug can be: so that no other ever gets their number.
    private const string DeletedTenants = "select id from tenants where name like '~%'";

    private static readonly string[] Remains = ["tallies", "commits", "score_keys", "corrections", "records", "audit_trail"];

    /// <summary>Whether a stretch holds anything to blank, and where the next one begins: asked of a reader, so that the writer is left alone.</summary>
    public static (bool IsAny, long? Next) Look(SqliteSession session, int tenantId, long before, long from)
    {
        var any = session.Statement("""
            select exists (select 1 from responses where sequence > ?1 and sequence <= ?2 and tenant_id = ?3 and responded_at < ?4
                and (comment is not null or customer_id is not null)), coalesce((select max(sequence) from responses), 0)
            """).Bind(1, from).Bind(2, from + StretchRows).Bind(3, tenantId).Bind(4, before);
        any.Read();
        var (isAny, last) = (any.Int(0) == 1, any.Long(1));
        any.Reset();
        return (isAny, from + StretchRows < last ? from + StretchRows : null);
    }

    public static int Blank(SqliteSession session, int tenantId, long before, long from) => session.Statement("""
        update responses set comment = null, customer_id = null
        where sequence > ?1 and sequence <= ?2 and tenant_id = ?3 and responded_at < ?4 and (comment is not null or customer_id is not null)
        """).Bind(1, from).Bind(2, from + StretchRows).Bind(3, tenantId).Bind(4, before).RunCounting();

    public static bool DeleteTenant(SqliteSession session, int tenantId)
    {
        var renamed = session.Statement("update tenants set name = '~' || id, label = '', id_key = zeroblob(32) where id = ?1 and name not like '~%'")
            .Bind(1, tenantId).RunCounting();
        if (renamed == 0)
            return false;

        // Whoever still writes is fenced, and finds no tenant when it starts anew.
        session.Statement("delete from partitions where tenant_id = ?1").Bind(1, tenantId).Run();
        session.Statement("insert into record_revisions (kind, revision) select distinct kind, 1 from records where tenant_id = ?1 on conflict (kind) do update set revision = revision + 1")
            .Bind(1, tenantId).Run();
        session.Statement("delete from records where tenant_id = ?1").Bind(1, tenantId).Run();
        return true;
    }

    public static (long Responses, bool IsMore) DeleteRemains(SqliteSession session)
    {
        var responses = session.Statement(
            $"delete from responses where sequence in (select sequence from responses where tenant_id in ({DeletedTenants}) limit {DeletedRowsMax})").RunCounting();
        if (responses == DeletedRowsMax)
            return (responses, true);
        foreach (var table in Remains)
            session.Statement($"delete from {table} where tenant_id in ({DeletedTenants})").Run();
        return (responses, false);
    }
}
