using Npgsql;

namespace NpsRealtime.Storage.Postgres;

/// <summary>Blanks old content and deletes tenants, in batches that lock few rows for a short time each.</summary>
internal static class PostgresPrivacy
{
    private const int StretchPages = 256;
    private const int DeletedRowsMax = 5_000;

    // Deleted tenants keep their row under a name that no slug can be: so that no other ever gets their number.
    private const string DeletedTenants = "select id from tenants where name like '~%'";

    private static readonly string[] Remains = ["arrivals", "tallies", "tally_days", "commits", "score_keys", "corrections", "records", "audit_trail"];

    /// <summary>A stretch is a range of the table's pages: no index by insertion is kept only for this.</summary>
    public static async Task<(int Blanked, long? Next)> BlankAsync(
        NpgsqlConnection connection, int tenantId, long before, long from, CancellationToken cancellation)
    {
        await using var size = connection.Command("select pg_relation_size('responses') / current_setting('block_size')::bigint");
        var pages = (long)(await size.ExecuteScalarAsync(cancellation))!;
        await using var blank = connection.Command(
            """
            update responses set comment = null, customer_id = null
            where ctid >= $1::text::tid and ctid < $2::text::tid
                and tenant_id = $3 and responded_at < $4 and (comment is not null or customer_id is not null)
            """,
            $"({from},0)", $"({from + StretchPages},0)", tenantId, before);
        var blanked = await blank.ExecuteNonQueryAsync(cancellation);
        return (blanked, from + StretchPages < pages ? from + StretchPages : null);
    }

    public static async Task<bool> DeleteTenantAsync(NpgsqlConnection connection, int tenantId, CancellationToken cancellation)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await using var rename = connection.Command(
            "update tenants set name = '~' || id, label = '', id_key = decode(repeat('00', 32), 'hex') where id = $1 and name not like '~%'", tenantId);
        if (await rename.ExecuteNonQueryAsync(cancellation) == 0)
            return false;

        // Whoever still writes is fenced, and finds no tenant when it starts anew.
        await using var batch = new NpgsqlBatch(connection);
        batch.Add("delete from partitions where tenant_id = $1", tenantId);
        batch.Add(
            """
            insert into record_revisions as r (kind, revision) select distinct kind, 1 from records where tenant_id = $1 order by kind
            on conflict (kind) do update set revision = r.revision + 1
            """,
            tenantId);
        batch.Add("delete from records where tenant_id = $1", tenantId);
        await batch.ExecuteNonQueryAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return true;
    }

    public static async Task<(long Responses, bool IsMore)> DeleteRemainsAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        foreach (var table in (string[])["responses", .. Remains])
        {
            await using var delete = connection.Command(
                $"delete from {table} where ctid = any (array(select ctid from {table} where tenant_id in ({DeletedTenants}) limit {DeletedRowsMax}))");
            var deleted = await delete.ExecuteNonQueryAsync(cancellation);
            if (deleted > 0)
                return (table == "responses" ? deleted : 0, true);
        }

        return (0, false);
    }
}
