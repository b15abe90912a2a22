using System.Data;
using Npgsql;
using NpsRealtime.Scoring.Engine;
using NpsRealtime.Scoring.Keys;
using NpsRealtime.Scoring.Responses;
using NpsRealtime.Scoring.Store;
using NpsRealtime.Scoring.Tenants;
using NpsRealtime.Scoring.Windows;
using NpsRealtime.Storage.Postgres.Merge;

namespace NpsRealtime.Storage.Postgres.Read;

/// <summary>Reads over everything a tenant has, as of one instant: the recount.</summary>
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

    public static async Task<RecountReport> RecountAsync(NpgsqlConnection connection, Tenant tenant, CancellationToken cancellation)
    {
        await using var transaction = await BeginAsync(connection, cancellation);
        var stored = await PostgresTenants.KeysAsync(connection, tenant.Id, afterId: 0, cancellation);
        var keys = stored.ToDictionary(key => key.Id, key => key.Key.Text);
        await using var batch = new NpgsqlBatch(connection, transaction) { Timeout = 0 };
        batch.Add(PostgresScores.SelectPartitions, tenant.Id);
        batch.Add(PostgresMerge.SelectUnmerged, tenant.Id);
        batch.Add("select partition, score, key_ids, responded_at from responses where tenant_id = $1 and score is not null", tenant.Id);
        batch.Add(PostgresDays.SelectAll, tenant.Id);
        batch.Add(Tallies, tenant.Id);
        await using var rows = await batch.ExecuteReaderAsync(cancellation);
        var recounted = new RecountedTallies(
            tenant.Name,
            await PostgresScores.ReadPartitionsAsync(rows, cancellation),
            id => id == StoredKey.TenantId ? ScoreKey.Tenant.Text : keys.GetValueOrDefault(id, $"unknown key {id}"));
        await rows.NextResultAsync(cancellation);
        await PostgresMerge.ReadAsync(rows, recounted.AddUnmerged, cancellation);
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

    /// <summary>Begins a consistent read that may last.</summary>
    public static async Task<NpgsqlTransaction> BeginAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation);
        await using var settings = new NpgsqlCommand(BeginLong, connection);
        await settings.ExecuteNonQueryAsync(cancellation);
        return transaction;
    }
}
