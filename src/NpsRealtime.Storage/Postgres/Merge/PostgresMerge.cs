using Npgsql;
using NpsRealtime.Scoring.Store;

namespace NpsRealtime.Storage.Postgres.Merge;

/// <summary>
/// Moves the changes that commits carry into the tallies, inside a fenced transaction. Until then whoever reads tallies adds
/// them, in the same consistent read.
/// </summary>
internal static class PostgresMerge
{
    /// <summary>What the commits of a tenant's partitions carry: partition, changes.</summary>
    public const string SelectUnmerged = """
        select c.partition, c.changes from partitions p
        join commits c on c.tenant_id = p.tenant_id and c.partition = p.partition and c.head > p.merged_until
        where p.tenant_id = $1 and c.changes is not null
        """;

    private const string SelectUnmergedOf = """
        select g.at, c.changes from unnest($1, $2) with ordinality as g (tenant_id, partition, at)
        join partitions p on p.tenant_id = g.tenant_id and p.partition = g.partition
        join commits c on c.tenant_id = p.tenant_id and c.partition = p.partition and c.head > p.merged_until
        where c.changes is not null
        """;

    private const string MoveMergedUntil = """
        update partitions p set merged_until = g.head
        from unnest($1, $2, $3) as g (tenant_id, partition, head)
        where p.tenant_id = g.tenant_id and p.partition = g.partition
        """;

    public const string TrimCommits = """
        delete from commits c using unnest($1, $2, $3) as g (tenant_id, partition, head)
        where c.tenant_id = g.tenant_id and c.partition = g.partition and c.head < g.head
        """;

    // Of a year's import every change is a bucket of its own, and on a slow disk that takes its time.
    public const int Seconds = 60;

    /// <summary>Adds to a batch that begins the transaction that this may take longer than others.</summary>
    public static void AddPatience(NpgsqlBatch batch)
    {
        batch.Timeout = Seconds;
        batch.Add($"set local statement_timeout = '{Seconds}s'");
        batch.Add("set local work_mem = '64MB'");
    }

    /// <summary>Writes all that the partitions' commits carry, and what the groups change, into the tallies.</summary>
    /// <param name="connection">In a transaction that has fenced the partitions.</param>
    /// <param name="partitions">Each partition, its new head, which stands already, and what the present commit changes.</param>
    /// <param name="addMore">What else to do in the same round trip.</param>
    /// <param name="cancellation">Ends the call.</param>
    public static async Task MergeAsync(
        NpgsqlConnection connection,
        IReadOnlyList<(PartitionAddress Address, long Head, IReadOnlyList<TallyRow> Own)> partitions,
        Action<NpgsqlBatch> addMore,
        CancellationToken cancellation)
    {
        int[] tenantIds = [.. partitions.Select(partition => partition.Address.TenantId)];
        short[] numbers = [.. partitions.Select(partition => (short)partition.Address.Partition)];
        long[] heads = [.. partitions.Select(partition => partition.Head)];
        var sums = await ReadAsync(connection, tenantIds, numbers, cancellation);
        await using var batch = new NpgsqlBatch(connection) { Timeout = Seconds };
        for (var index = 0; index < partitions.Count; index++)
            sums[index].Add(partitions[index].Own);
        await PostgresDays.AddAsync(batch, [.. partitions.Select((partition, index) => (partition.Address, sums[index].ToSorted()))], cancellation);
        batch.Add(MoveMergedUntil, tenantIds, numbers, heads);
        batch.Add(TrimCommits, tenantIds, numbers, heads);
        addMore(batch);
        await batch.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>Hands on what a result of <see cref="SelectUnmerged"/> holds.</summary>
    public static async Task ReadAsync(NpgsqlDataReader rows, Action<int, ReadOnlySpan<byte>> take, CancellationToken cancellation)
    {
        while (await rows.ReadAsync(cancellation))
            take(rows.GetInt16(0), rows.GetFieldValue<byte[]>(1));
    }

    private static async Task<TallySums[]> ReadAsync(
        NpgsqlConnection connection, int[] tenantIds, short[] numbers, CancellationToken cancellation)
    {
        var sums = Array.ConvertAll(tenantIds, _ => new TallySums());
        await using var command = connection.Command(SelectUnmergedOf, tenantIds, numbers);
        command.CommandTimeout = Seconds;
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
            sums[rows.GetInt64(0) - 1].AddPacked(rows.GetFieldValue<byte[]>(1));
        return sums;
    }
}
