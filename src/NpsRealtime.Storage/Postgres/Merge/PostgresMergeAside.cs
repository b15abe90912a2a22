using System.Diagnostics;
using Npgsql;
using NpsRealtime.Scoring.Store;
using NpsRealtime.Storage.Postgres.Ownership;

namespace NpsRealtime.Storage.Postgres.Merge;

/// <summary>
/// Writes what partitions' commits carry into the tallies in transactions of their own, while further commits are written. Whether a
/// partition is still its owner's, and nobody else has merged it, is looked at in the end, with its row locked.
/// </summary>
internal static class PostgresMergeAside
{
    // Until the end of the transaction a new owner waits for it: PostgresTakeover outwaits who holds the row so.
    private const string SelectUnmergedOfOwned = """
        select g.at, p.merged_until, c.head, c.changes from unnest($1, $2, $3) with ordinality as g (tenant_id, partition, activation, at)
        join partitions p on p.tenant_id = g.tenant_id and p.partition = g.partition and p.activation = g.activation
        join commits c on c.tenant_id = p.tenant_id and c.partition = p.partition and c.head > p.merged_until
        where c.changes is not null
        for key share of p
        """;

    // In the order in which the fence locks them.
    private const string LockOwned = """
        select 1 from partitions p join unnest($1, $2) as g (tenant_id, partition) on p.tenant_id = g.tenant_id and p.partition = g.partition
        order by p.tenant_id, p.partition
        for no key update of p
        """;

    private const string MoveMergedUntilOfOwned = """
        update partitions p set merged_until = g.head
        from unnest($1, $2, $3, $4, $5) as g (tenant_id, partition, activation, merged_until, head)
        where p.tenant_id = g.tenant_id and p.partition = g.partition and p.activation = g.activation and p.merged_until = g.merged_until
        """;

    private const int StretchRows = 20_000;

    // A millisecond or two. Others wait for as much of it as is in the log when they commit, and for the processor that it takes.
    private const int SharedStretchRows = 250;

    /// <summary>Merges some partitions.</summary>
    /// <param name="sessions">The connections.</param>
    /// <param name="partitions">The partitions.</param>
    /// <param name="pace">How fast.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>Whether it came through. If not, somebody else has them, or has merged them.</returns>
    public static async Task<bool> MergeAsync(
        PostgresSessions sessions, IReadOnlyList<OwnedPartition> partitions, MergePace pace, CancellationToken cancellation)
    {
        await using var connection = await sessions.OpenAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var gathered = await ReadAsync(connection, partitions, cancellation);
        if (gathered.Count == 0)
            return true;
        await AddPatienceAsync(transaction, cancellation);
        foreach (var one in gathered)
            await WriteAsync(connection, one.Partition.Address, one.Rows, pace, cancellation);
        return await FinishAsync(transaction, gathered, cancellation);
    }

    /// <summary>Moves <c>merged_until</c> of partitions whose rows are written, and commits.</summary>
    /// <param name="transaction">The transaction.</param>
    /// <param name="merged">The partitions.</param>
    /// <param name="cancellation">Ends the call.</param>
    private static async Task<bool> FinishAsync(
        NpgsqlTransaction transaction, IReadOnlyList<Gathered> merged, CancellationToken cancellation)
    {
        int[] tenantIds = [.. merged.Select(one => one.Partition.Address.TenantId)];
        short[] numbers = [.. merged.Select(one => (short)one.Partition.Address.Partition)];
        Guid[] activations = [.. merged.Select(one => one.Partition.Activation)];
        long[] before = [.. merged.Select(one => one.Before)];
        long[] after = [.. merged.Select(one => one.After)];
        await using var move = new NpgsqlBatch(transaction.Connection!, transaction) { Timeout = PostgresMerge.Seconds };
        move.Add(LockOwned, tenantIds, numbers);
        move.Add(MoveMergedUntilOfOwned, tenantIds, numbers, activations, before, after);
        move.Add(PostgresMerge.TrimCommits, tenantIds, numbers, after);
        await move.ExecuteNonQueryAsync(cancellation);
        if (move.BatchCommands[1].RecordsAffected != merged.Count)
            return false;
        await transaction.CommitAsync(cancellation);
        return true;
    }

    /// <summary>
    /// Writes sorted rows a stretch at a time. While somebody else sends, the stretches are short, and the session rests after each.
    /// What belongs to one row of a day is not cut.
    /// </summary>
    private static async Task WriteAsync(
        NpgsqlConnection connection, PartitionAddress partition, List<TallyRow> rows, MergePace pace, CancellationToken cancellation)
    {
        var count = 0;
        for (var from = 0; from < rows.Count; from += count)
        {
            count = Math.Min(pace.IsShared ? SharedStretchRows : StretchRows, rows.Count - from);
            while (from + count < rows.Count && PostgresDays.AreOfOne(rows[from + count - 1], rows[from + count]))
                count++;
            var began = Stopwatch.GetTimestamp();
            await using var batch = new NpgsqlBatch(connection) { Timeout = PostgresMerge.Seconds };
            await PostgresDays.AddAsync(batch, [(partition, rows.GetRange(from, count))], cancellation);
            await batch.ExecuteNonQueryAsync(cancellation);
            if (pace.IsShared)
                await Task.Delay(pace.RestAfter(Stopwatch.GetElapsedTime(began)), TimeProvider.System, cancellation);
        }
    }

    private static async Task AddPatienceAsync(NpgsqlTransaction transaction, CancellationToken cancellation)
    {
        await using var patience = new NpgsqlBatch(transaction.Connection!, transaction);
        PostgresMerge.AddPatience(patience);
        await patience.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>What is not merged of those partitions that are still their owners'.</summary>
    private static async Task<List<Gathered>> ReadAsync(
        NpgsqlConnection connection, IReadOnlyList<OwnedPartition> partitions, CancellationToken cancellation)
    {
        var sums = new TallySums?[partitions.Count];
        var found = new (long Before, long After)[partitions.Count];
        await using (var command = connection.Command(
            SelectUnmergedOfOwned,
            partitions.Select(partition => partition.Address.TenantId).ToArray(),
            partitions.Select(partition => (short)partition.Address.Partition).ToArray(),
            partitions.Select(partition => partition.Activation).ToArray()))
        {
            command.CommandTimeout = PostgresMerge.Seconds;
            await using var rows = await command.ExecuteReaderAsync(cancellation);
            while (await rows.ReadAsync(cancellation))
            {
                var index = rows.GetInt64(0) - 1;
                (sums[index] ??= new TallySums()).AddPacked(rows.GetFieldValue<byte[]>(3));
                found[index] = (rows.GetInt64(1), Math.Max(found[index].After, rows.GetInt64(2)));
            }
        }

        var gathered = new List<Gathered>();
        for (var index = 0; index < sums.Length; index++)
        {
            if (sums[index] is { } some)
                gathered.Add(new Gathered(partitions[index], found[index].Before, found[index].After, some.ToSorted()));
        }

        return gathered;
    }

    /// <summary>What a partition's commits carry.</summary>
    /// <param name="Partition">The partition.</param>
    /// <param name="Before">Up to where it is merged.</param>
    /// <param name="After">The last of them.</param>
    /// <param name="Rows">The sums, sorted.</param>
    private sealed record Gathered(OwnedPartition Partition, long Before, long After, List<TallyRow> Rows);
}
