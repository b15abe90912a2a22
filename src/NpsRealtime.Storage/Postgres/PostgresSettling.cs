using System.Diagnostics;
using Npgsql;
using NpsRealtime.Scoring;
using NpsRealtime.Scoring.Store;

namespace NpsRealtime.Storage.Postgres;

/// <summary>
/// Moves the changes that commits carry into the tallies, inside a fenced transaction. Until then whoever reads tallies adds
/// them, in the same consistent read.
/// </summary>
internal static class PostgresSettling
{
    /// <summary>What the commits of a tenant's partitions carry: partition, changes.</summary>
    public const string SelectUnsettled = """
        select c.partition, c.changes from partitions p
        join commits c on c.tenant_id = p.tenant_id and c.partition = p.partition and c.head > p.settled_until
        where p.tenant_id = $1 and c.changes is not null
        """;

    private const string SelectUnsettledOf = """
        select g.at, c.changes from unnest($1, $2) with ordinality as g (tenant_id, partition, at)
        join partitions p on p.tenant_id = g.tenant_id and p.partition = g.partition
        join commits c on c.tenant_id = p.tenant_id and c.partition = p.partition and c.head > p.settled_until
        where c.changes is not null
        """;

    // Until the end of the transaction a new owner waits for it: PostgresTakeover outwaits who holds the row so.
    private const string SelectUnsettledOfOwned = """
        select g.at, p.settled_until, c.head, c.changes from unnest($1, $2, $3) with ordinality as g (tenant_id, partition, activation, at)
        join partitions p on p.tenant_id = g.tenant_id and p.partition = g.partition and p.activation = g.activation
        join commits c on c.tenant_id = p.tenant_id and c.partition = p.partition and c.head > p.settled_until
        where c.changes is not null
        for key share of p
        """;

    // In the order in which the fence locks them.
    private const string LockOwned = """
        select 1 from partitions p join unnest($1, $2) as g (tenant_id, partition) on p.tenant_id = g.tenant_id and p.partition = g.partition
        order by p.tenant_id, p.partition
        for no key update of p
        """;

    private const string MoveSettledUntilOfOwned = """
        update partitions p set settled_until = g.head
        from unnest($1, $2, $3, $4, $5) as g (tenant_id, partition, activation, settled_until, head)
        where p.tenant_id = g.tenant_id and p.partition = g.partition and p.activation = g.activation and p.settled_until = g.settled_until
        """;

    private const string MoveSettledUntil = """
        update partitions p set settled_until = g.head
        from unnest($1, $2, $3) as g (tenant_id, partition, head)
        where p.tenant_id = g.tenant_id and p.partition = g.partition
        """;

    private const string TrimCommits = """
        delete from commits c using unnest($1, $2, $3) as g (tenant_id, partition, head)
        where c.tenant_id = g.tenant_id and c.partition = g.partition and c.head < g.head
        """;

    // Of a year's import every change is a bucket of its own, and on a slow disk that takes its time.
    private const int Seconds = 60;
    private const int StretchRows = 20_000;

    // A millisecond or two. Others wait for as much of it as is in the log when they commit, and for the processor that it takes.
    private const int SharedStretchRows = 250;

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
    public static async Task SettleAsync(
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
        TallyArrays.Add(batch, [.. partitions.Select((partition, index) => (partition.Address, sums[index].ToSorted()))]);
        batch.Add(MoveSettledUntil, tenantIds, numbers, heads);
        batch.Add(TrimCommits, tenantIds, numbers, heads);
        addMore(batch);
        await batch.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>
    /// Writes what the partitions' commits carry into the tallies, in a transaction of its own, while further commits are written. Whether a
    /// partition is still its owner's, and nobody else has settled it, is looked at in the end, with its row locked.
    /// </summary>
    /// <returns>Whether it came through. If not, nothing is changed.</returns>
    public static async Task<bool> SettleAsideAsync(
        NpgsqlConnection connection, IReadOnlyList<OwnedPartition> partitions, CancellationToken cancellation)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var sums = new TallySums[partitions.Count];
        var heads = new (long Before, long After)[partitions.Count];
        await ReadAsync(connection, partitions, sums, heads, cancellation);
        int[] found = [.. Enumerable.Range(0, sums.Length).Where(index => sums[index] is not null)];
        if (found.Length == 0)
            return true;
        var tenantIds = Array.ConvertAll(found, index => partitions[index].Address.TenantId);
        var numbers = Array.ConvertAll(found, index => (short)partitions[index].Address.Partition);
        var activations = Array.ConvertAll(found, index => partitions[index].Activation);
        var before = Array.ConvertAll(found, index => heads[index].Before);
        var after = Array.ConvertAll(found, index => heads[index].After);
        await using (var patience = new NpgsqlBatch(connection, transaction))
        {
            AddPatience(patience);
            await patience.ExecuteNonQueryAsync(cancellation);
        }

        foreach (var index in found)
            await WriteAsync(connection, partitions[index].Address, sums[index].ToSorted(), cancellation);
        await using var move = new NpgsqlBatch(connection, transaction) { Timeout = Seconds };
        move.Add(LockOwned, tenantIds, numbers);
        move.Add(MoveSettledUntilOfOwned, tenantIds, numbers, activations, before, after);
        move.Add(TrimCommits, tenantIds, numbers, after);
        await move.ExecuteNonQueryAsync(cancellation);
        if (move.BatchCommands[1].RecordsAffected != found.Length)
            return false;
        await transaction.CommitAsync(cancellation);
        return true;
    }

    /// <summary>
    /// Writes sorted rows a stretch at a time: the next is made ready while the database has one in hand. While somebody else sends, the
    /// stretches are short, and the session rests after each.
    /// </summary>
    private static async Task WriteAsync(NpgsqlConnection connection, PartitionAddress partition, List<TallyRow> rows, CancellationToken cancellation)
    {
        var writing = Task.CompletedTask;
        var count = 0;
        for (var from = 0; from < rows.Count; from += count)
        {
            count = Math.Min(BulkThreads.AreGivingWay ? SharedStretchRows : StretchRows, rows.Count - from);
            var batch = new NpgsqlBatch(connection) { Timeout = Seconds };
            TallyArrays.Add(batch, [(partition, rows.GetRange(from, count))]);
            await writing;
            var began = Stopwatch.GetTimestamp();
            writing = ExecuteAsync(batch);
            if (!BulkThreads.AreGivingWay)
                continue;
            await writing;
            await Task.Delay(BulkThreads.RestAfter(Stopwatch.GetElapsedTime(began)), TimeProvider.System, cancellation);
        }

        await writing;

        async Task ExecuteAsync(NpgsqlBatch batch)
        {
            await using (batch)
                await batch.ExecuteNonQueryAsync(cancellation);
        }
    }

    /// <summary>Hands on what a result of <see cref="SelectUnsettled"/> holds.</summary>
    public static async Task ReadAsync(NpgsqlDataReader rows, Action<int, ReadOnlySpan<byte>> take, CancellationToken cancellation)
    {
        while (await rows.ReadAsync(cancellation))
            take(rows.GetInt16(0), rows.GetFieldValue<byte[]>(1));
    }

    private static async Task ReadAsync(
        NpgsqlConnection connection,
        IReadOnlyList<OwnedPartition> partitions,
        TallySums?[] sums,
        (long Before, long After)[] heads,
        CancellationToken cancellation)
    {
        await using var command = connection.Command(
            SelectUnsettledOfOwned,
            partitions.Select(partition => partition.Address.TenantId).ToArray(),
            partitions.Select(partition => (short)partition.Address.Partition).ToArray(),
            partitions.Select(partition => partition.Activation).ToArray());
        command.CommandTimeout = Seconds;
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            var index = rows.GetInt64(0) - 1;
            (sums[index] ??= new TallySums()).AddPacked(rows.GetFieldValue<byte[]>(3));
            heads[index] = (rows.GetInt64(1), Math.Max(heads[index].After, rows.GetInt64(2)));
        }
    }

    private static async Task<TallySums[]> ReadAsync(
        NpgsqlConnection connection, int[] tenantIds, short[] numbers, CancellationToken cancellation)
    {
        var sums = Array.ConvertAll(tenantIds, _ => new TallySums());
        await using var command = connection.Command(SelectUnsettledOf, tenantIds, numbers);
        command.CommandTimeout = Seconds;
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
            sums[rows.GetInt64(0) - 1].AddPacked(rows.GetFieldValue<byte[]>(1));
        return sums;
    }
}
