using System.Collections.ObjectModel;
using Npgsql;
using NpsRealtime.Scoring.Engine;
using NpsRealtime.Scoring.Responses;
using NpsRealtime.Scoring.Store;
using NpsRealtime.Scoring.Windows;

namespace NpsRealtime.Storage.Postgres.Commit;

/// <summary>Partitions: start, look, read what exists.</summary>
internal static class PostgresPartitions
{
    private const string Look = """
        select p.activation, p.downsampled_until, coalesce((
            select c.head from commits c where c.tenant_id = p.tenant_id and c.partition = p.partition order by c.head desc limit 1), 0)
        from partitions p where p.tenant_id = $1 and p.partition = $2
        """;

    private static readonly IReadOnlyDictionary<IdHash, StoredResponse> Nothing = ReadOnlyDictionary<IdHash, StoredResponse>.Empty;

    public static async Task<PartitionState> StartAsync(
        NpgsqlConnection connection, PartitionAddress partition, Guid activation, Minute downsampledUntil, CancellationToken cancellation)
    {
        await using var batch = new NpgsqlBatch(connection);

        AddPatience(batch);
        batch.Add(
            """
            insert into partitions (tenant_id, partition, activation, downsampled_until)
            select id, $2, $3, $4 from tenants where id = $1 and name not like '~%'
            on conflict (tenant_id, partition) do update set activation = excluded.activation
            """,
            partition.TenantId,
            (short)partition.Partition,
            activation,
            downsampledUntil.Number);
        batch.Add(Look, partition.TenantId, (short)partition.Partition);
        await using var rows = await batch.ExecuteReaderAsync(cancellation);

        // The setting's result comes first; the insert has none.
        await rows.NextResultAsync(cancellation);
        var states = await rows.ReadAllAsync(State, cancellation);
        return states.Count > 0
            ? states[0]
            : throw new StoreUnavailableException(
                "The tenant is no longer in the database: it was deleted, or the database was put back to an older state. In that case start the server anew, and make the tenant again.");
    }

    /// <summary>Waits until no transaction holds the partition any more. Those of an earlier owner can't commit by then, but they have rows.</summary>
    public static async Task OutwaitAsync(NpgsqlConnection connection, PartitionAddress partition, CancellationToken cancellation)
    {
        await using var batch = new NpgsqlBatch(connection);
        AddPatience(batch);
        batch.Add("select 1 from partitions where tenant_id = $1 and partition = $2 for update", partition.TenantId, (short)partition.Partition);
        await batch.ExecuteNonQueryAsync(cancellation);
    }

    /// <param name="connection">Where to look.</param>
    /// <param name="partition">The partition.</param>
    /// <param name="wait">Whether to wait for a transaction that is writing to the partition.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public static async Task<PartitionState> LookAsync(
        NpgsqlConnection connection, PartitionAddress partition, bool wait, CancellationToken cancellation)
    {
        await using var batch = new NpgsqlBatch(connection);
        if (wait)
        {
            // The lock comes first and alone, so that the statement behind it sees what was committed meanwhile.
            batch.Add(
                "select 1 from partitions where tenant_id = $1 and partition = $2 for no key update",
                partition.TenantId,
                (short)partition.Partition);
        }

        batch.Add(Look, partition.TenantId, (short)partition.Partition);
        await using var rows = await batch.ExecuteReaderAsync(cancellation);
        if (wait)
            await rows.NextResultAsync(cancellation);
        var states = await rows.ReadAllAsync(State, cancellation);
        return states.Count > 0 ? states[0] : new PartitionState(default, 0, Minute.First);
    }

    public static async Task<IReadOnlyList<IReadOnlyDictionary<IdHash, StoredResponse>>> ReadResponsesAsync(
        NpgsqlConnection connection, IReadOnlyList<GroupRead> reads, CancellationToken cancellation)
    {
        await using var batch = new NpgsqlBatch(connection);
        foreach (var read in reads)
        {
            batch.Add(
                """
                select id_hash, fingerprint, score, key_ids, responded_at, responded_at_sent
                from responses where tenant_id = $1 and id_hash = any($2)
                """,
                read.Partition.TenantId,
                Hashes(read.IdHashes));
        }

        var found = new IReadOnlyDictionary<IdHash, StoredResponse>[reads.Count];
        await using var rows = await batch.ExecuteReaderAsync(cancellation);
        for (var index = 0; index < found.Length; index++)
        {
            Dictionary<IdHash, StoredResponse>? group = null;
            while (await rows.ReadAsync(cancellation))
            {
                var stored = Stored(rows);
                (group ??= []).Add(stored.IdHash, stored);
            }

            found[index] = group ?? Nothing;
            await rows.NextResultAsync(cancellation);
        }

        return found;
    }

    /// <summary>Longer than the patience with who blocks the row, so that this is still waiting in the queue when they are cut off.</summary>
    private static void AddPatience(NpgsqlBatch batch) => batch.Add("select set_config('lock_timeout', '4s', true)");

    private static Guid[] Hashes(IReadOnlyCollection<IdHash> idHashes)
    {
        var hashes = new Guid[idHashes.Count];
        var at = 0;
        foreach (var idHash in idHashes)
            hashes[at++] = idHash.ToUuid();
        return hashes;
    }

    private static PartitionState State(NpgsqlDataReader row) => new(row.GetGuid(0), row.GetInt64(2), new Minute(row.GetInt32(1)));

    private static StoredResponse Stored(NpgsqlDataReader row) => row.IsDBNull(2)
        ? new StoredResponse(row.GetGuid(0).ToIdHash(), IsErased: true)
        : new StoredResponse(
            row.GetGuid(0).ToIdHash(),
            IsErased: false,
            row.GetGuid(1).ToIdHash(),
            row.GetInt16(2),
            KeyIdList.Read(row.GetFieldValue<byte[]>(3)),
            row.GetInt64(4),
            row.GetBoolean(5));
}
