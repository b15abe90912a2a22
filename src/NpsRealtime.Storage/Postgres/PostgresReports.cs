using System.Data;
using System.Runtime.CompilerServices;
using Npgsql;
using NpsRealtime.Scoring.Engine;
using NpsRealtime.Scoring.Keys;
using NpsRealtime.Scoring.Responses;
using NpsRealtime.Scoring.Store;
using NpsRealtime.Scoring.Tenants;
using NpsRealtime.Scoring.Windows;

namespace NpsRealtime.Storage.Postgres;

/// <summary>Reads over everything a tenant has: export and audit. They take as long as they take, and see one instant.</summary>
internal static class PostgresReports
{
    private const string BeginLong = """
        set transaction isolation level repeatable read read only;
        set local statement_timeout = 0;
        set local idle_in_transaction_session_timeout = 0;
        set local work_mem = '64MB'
        """;

    private const string Tallies =
        "select key_id, bucket, partition, c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, c10 from tallies where tenant_id = $1";

    private const int ExportedAtOnce = 10_000;

    private static readonly string Exporting = PostgresArrivals.Select(
        "r.id_hash, r.score, r.key_ids, r.responded_at, r.responded_at_sent, r.id, r.comment, r.customer_id, r.originals", isNewestFirst: false);

    /// <summary>Every row, in the order of insertion.</summary>
    /// <exception cref="StoreUnavailableException">The database went away, perhaps in the middle.</exception>
    public static async IAsyncEnumerable<ExportedResponse> ExportAsync(
        PostgresSessions sessions, Tenant tenant, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var connection = await PostgresFaults.SortAsync(sessions.OpenAsync(cancellation).AsTask());
        await using var transaction = await PostgresFaults.SortAsync(BeginAsync(connection, cancellation));
        var stored = await PostgresFaults.SortAsync(PostgresTenants.KeysAsync(connection, tenant.Id, afterId: 0, cancellation));
        var keys = stored.ToDictionary(key => key.Id, key => key.Key);
        var (after, read) = (0L, ExportedAtOnce);
        while (read == ExportedAtOnce)
        {
            await using var command = connection.Command(Exporting, tenant.Id, long.MaxValue, after, ExportedAtOnce);
            command.CommandTimeout = 0;
            await using var rows = await PostgresFaults.SortAsync(command.ExecuteReaderAsync(cancellation));
            for (read = 0; await PostgresFaults.SortAsync(rows.ReadAsync(cancellation)); read++)
            {
                after = rows.GetInt64(0);
                if (!rows.IsDBNull(1))
                    yield return Exported(rows, keys);
            }
        }
    }

    public static async Task<AuditReport> AuditAsync(NpgsqlConnection connection, Tenant tenant, CancellationToken cancellation)
    {
        await using var transaction = await BeginAsync(connection, cancellation);
        var stored = await PostgresTenants.KeysAsync(connection, tenant.Id, afterId: 0, cancellation);
        var keys = stored.ToDictionary(key => key.Id, key => key.Key.Text);
        await using var batch = new NpgsqlBatch(connection, transaction) { Timeout = 0 };
        batch.Add(PostgresScores.SelectPartitions, tenant.Id);
        batch.Add(PostgresSettling.SelectUnsettled, tenant.Id);
        batch.Add("select partition, score, key_ids, responded_at from responses where tenant_id = $1 and score is not null", tenant.Id);
        batch.Add(PostgresDays.SelectAll, tenant.Id);
        batch.Add(Tallies, tenant.Id);
        await using var rows = await batch.ExecuteReaderAsync(cancellation);
        var recounted = new RecountedTallies(
            tenant.Name,
            await PostgresScores.ReadPartitionsAsync(rows, cancellation),
            id => id == StoredKey.TenantId ? ScoreKey.Tenant.Text : keys.GetValueOrDefault(id, $"unknown key {id}"));
        await rows.NextResultAsync(cancellation);
        await PostgresSettling.ReadAsync(rows, recounted.AddUnsettled, cancellation);
        await rows.NextResultAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
            recounted.Count(rows.GetInt16(0), rows.GetInt16(1), KeyIdList.Read(rows.GetFieldValue<byte[]>(2)), rows.GetInt64(3));
        await rows.NextResultAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
            recounted.CompareDay(rows.GetInt16(0), rows.GetInt32(1), rows.GetInt32(2), rows.GetFieldValue<byte[]>(3));
        await rows.NextResultAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
            recounted.Compare(rows.GetInt16(2), RowAt(rows));
        return recounted.Finish();
    }

    private static TallyRow RowAt(NpgsqlDataReader rows) => new(
        rows.GetInt32(0), 1, new Minute(rows.GetInt32(1)), PostgresScores.TallyAt(rows, 3), 0, 0);

    /// <summary>The responses of a customer that are not erased.</summary>
    public static async Task<IReadOnlyList<IdHash>> FindCustomerAsync(
        NpgsqlConnection connection, int tenantId, string customerId, CancellationToken cancellation)
    {
        await using var command = connection.Command(
            "select id_hash from responses where tenant_id = $1 and hashtext(customer_id) = hashtext($2) and customer_id = $2", tenantId, customerId);
        return await command.ReadAllAsync(row => row.GetGuid(0).ToIdHash(), cancellation);
    }

    private static async Task<NpgsqlTransaction> BeginAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation);
        await using var settings = new NpgsqlCommand(BeginLong, connection);
        await settings.ExecuteNonQueryAsync(cancellation);
        return transaction;
    }

    private static ExportedResponse Exported(NpgsqlDataReader row, Dictionary<int, ScoreKey> keys)
    {
        var idHash = row.GetGuid(1).ToIdHash();
        if (row.IsDBNull(2))
            return new ExportedResponse(idHash.ToArray(), IsErased: true);
        var state = new StoredResponse(
            idHash,
            IsErased: false,
            default,
            row.GetInt16(2),
            KeyIdList.Read(row.GetFieldValue<byte[]>(3)),
            row.GetInt64(4),
            row.GetBoolean(5));
        return ExportedRow.Of(idHash, state, row.GetString(6), row.TextAt(7), row.TextAt(8), row.TextAt(9), id => keys[id]);
    }
}
