using Npgsql;
using NpsRealtime.Scoring.Store;
using NpsRealtime.Scoring.Store.Records;

namespace NpsRealtime.Storage.Postgres;

/// <summary>Records of a PostgreSQL database. Changes of one kind go one after the other: each takes the row of its revision first.</summary>
internal static class PostgresRecords
{
    private const string Columns = "tenant_id, kind, id, body, version";

    private const string Advance = """
        insert into record_revisions as r (kind, revision) values ($1, 1)
        on conflict (kind) do update set revision = r.revision + 1 returning revision
        """;

    public static async Task<StoredRecord?> GetAsync(
        NpgsqlConnection connection, int tenantId, string kind, string id, CancellationToken cancellation)
    {
        await using var command = connection.Command(
            $"select {Columns} from records where kind = $1 and tenant_id = $2 and id = $3", kind, tenantId, id);
        return (await command.ReadAllAsync(Record, cancellation)).FirstOrDefault();
    }

    public static async Task<IReadOnlyList<StoredRecord>> ListAsync(
        NpgsqlConnection connection, int tenantId, string kind, CancellationToken cancellation)
    {
        await using var command = connection.Command(
            $"select {Columns} from records where kind = $1 and tenant_id = $2 order by id", kind, tenantId);
        return await command.ReadAllAsync(Record, cancellation);
    }

    public static async Task<(long Revision, IReadOnlyList<StoredRecord> Records)> ListAllAsync(
        NpgsqlConnection connection, string kind, CancellationToken cancellation)
    {
        // The revision is read first: a change between the two reads makes the list newer than its revision says, and it is read again.
        var revision = await RevisionAsync(connection, kind, cancellation);
        await using var command = connection.Command($"select {Columns} from records where kind = $1 order by tenant_id, id", kind);
        return (revision, await command.ReadAllAsync(Record, cancellation));
    }

    public static async Task<long> RevisionAsync(NpgsqlConnection connection, string kind, CancellationToken cancellation)
    {
        await using var command = connection.Command("select revision from record_revisions where kind = $1", kind);
        return await command.ExecuteScalarAsync(cancellation) is long revision ? revision : 0;
    }

    public static async Task<long?> PutAsync(
        NpgsqlConnection connection, int tenantId, string kind, string id, string body, long? expectedVersion, CancellationToken cancellation)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var version = await AdvanceAsync(connection, kind, cancellation);
        if (expectedVersion is { } expected
            && ((await GetAsync(connection, tenantId, kind, id, cancellation))?.Version ?? 0) != expected)
        {
            return null;
        }

        await using var put = connection.Command(
            """
            insert into records (kind, tenant_id, id, body, version) values ($1, $2, $3, $4, $5)
            on conflict (kind, tenant_id, id) do update set body = excluded.body, version = excluded.version
            """,
            kind, tenantId, id, body, version);
        await put.ExecuteNonQueryAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return version;
    }

    public static async Task<bool> DeleteAsync(
        NpgsqlConnection connection, int tenantId, string kind, string id, CancellationToken cancellation)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await AdvanceAsync(connection, kind, cancellation);
        await using var delete = connection.Command("delete from records where kind = $1 and tenant_id = $2 and id = $3", kind, tenantId, id);
        if (await delete.ExecuteNonQueryAsync(cancellation) == 0)
            return false;
        await transaction.CommitAsync(cancellation);
        return true;
    }

    private static async Task<long> AdvanceAsync(NpgsqlConnection connection, string kind, CancellationToken cancellation)
    {
        await using var advance = connection.Command(Advance, kind);
        return (long)(await advance.ExecuteScalarAsync(cancellation))!;
    }

    private static StoredRecord Record(NpgsqlDataReader row) =>
        new(row.GetInt32(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetInt64(4));
}
