using Npgsql;
using NpsRealtime.Scoring.Store;

namespace NpsRealtime.Storage.Postgres;

/// <summary>
/// Writes what partitions' commits carry into the tallies in transactions of their own, while further commits are written. Whether a
/// partition is still its owner's, and nobody else has settled it, is looked at in the end, with its row locked.
/// </summary>
/// <remarks>
/// Of many rows of one partition two sessions write a half each, at the same time. The first one's transaction leaves the other half packed
/// in the last of the commits, and moves <c>settled_until</c> to just before that; the second one's moves it past that commit. So at every
/// instant, whichever of the two fails, tallies and commits together hold everything once. And since each moves it, neither can come
/// through after somebody has begun anew, not knowing what became of it.
/// </remarks>
internal static class PostgresSettlingAside
{
    // Until the end of the transaction a new owner waits for it: PostgresTakeover outwaits who holds the row so.
    private const string SelectUnsettledOfOwned = """
        select g.at, p.settled_until, c.head, c.changes from unnest($1, $2, $3) with ordinality as g (tenant_id, partition, activation, at)
        join partitions p on p.tenant_id = g.tenant_id and p.partition = g.partition and p.activation = g.activation
        join commits c on c.tenant_id = p.tenant_id and c.partition = p.partition and c.head > p.settled_until
        where c.changes is not null
        for key share of p
        """;

    private const string HoldOwned = """
        select 1 from partitions where tenant_id = $1 and partition = $2 and activation = $3
        for key share
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

    private const string LeaveInCommit = "update commits set changes = $4 where tenant_id = $1 and partition = $2 and head = $3";

    private const int StretchRows = 20_000;

    // Of fewer, the second transaction is not worth it.
    private const int HalvedRowsMin = 10_000;

    /// <summary>Settles some partitions.</summary>
    /// <param name="sessions">The connections.</param>
    /// <param name="partitions">The partitions.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>Whether it came through. If not, somebody else has them, or has settled them.</returns>
    public static async Task<bool> SettleAsync(
        PostgresSessions sessions, IReadOnlyList<OwnedPartition> partitions, CancellationToken cancellation)
    {
        await using var connection = await sessions.OpenAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var gathered = await ReadAsync(connection, partitions, cancellation);
        if (gathered.Count == 0)
            return true;
        await AddPatienceAsync(transaction, cancellation);
        var isHalved = gathered is [{ Commits: > 1 } one] && one.Rows.Count >= HalvedRowsMin;
        return isHalved
            ? await SettleHalvesAsync(sessions, transaction, gathered[0], cancellation)
            : await SettleWholeAsync(transaction, gathered, cancellation);
    }

    private static async Task<bool> SettleWholeAsync(NpgsqlTransaction transaction, List<Gathered> gathered, CancellationToken cancellation)
    {
        foreach (var one in gathered)
            await WriteAsync(transaction.Connection!, one.Partition.Address, one.Rows, cancellation);
        return await FinishAsync(transaction, gathered, left: null, cancellation);
    }

    private static async Task<bool> SettleHalvesAsync(
        PostgresSessions sessions, NpgsqlTransaction transaction, Gathered all, CancellationToken cancellation)
    {
        await using var connection = await sessions.OpenAsync(cancellation);
        await using var other = await connection.BeginTransactionAsync(cancellation);
        if (!await HoldAsync(connection, all.Partition, cancellation))
            return false;
        await AddPatienceAsync(other, cancellation);
        var middle = all.Rows.Count / 2;
        while (middle < all.Rows.Count && PostgresDays.AreOfOne(all.Rows[middle - 1], all.Rows[middle]))
            middle++;
        var first = all with { Rows = all.Rows.GetRange(0, middle), After = all.After - 1 };
        var second = all with { Rows = all.Rows.GetRange(middle, all.Rows.Count - middle), Before = all.After - 1 };
        var writing = WriteAsync(connection, all.Partition.Address, second.Rows, cancellation);
        try
        {
            var left = PackedTallies.Pack(second.Rows);
            await WriteAsync(transaction.Connection!, all.Partition.Address, first.Rows, cancellation);
            if (!await FinishAsync(transaction, [first], left, cancellation))
                return false;
        }
        finally
        {
            // What it comes to is told below. Its session must not be given back while it is in use.
            await writing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }

        await writing;
        return await FinishAsync(other, [second], left: null, cancellation);
    }

    /// <summary>Moves <c>settled_until</c> of partitions whose rows are written, and commits.</summary>
    /// <param name="transaction">The transaction.</param>
    /// <param name="settled">The partitions.</param>
    /// <param name="left">What the commit after the last that is settled carries from now on; null to leave it as it is.</param>
    /// <param name="cancellation">Ends the call.</param>
    private static async Task<bool> FinishAsync(
        NpgsqlTransaction transaction, IReadOnlyList<Gathered> settled, byte[]? left, CancellationToken cancellation)
    {
        int[] tenantIds = [.. settled.Select(one => one.Partition.Address.TenantId)];
        short[] numbers = [.. settled.Select(one => (short)one.Partition.Address.Partition)];
        Guid[] activations = [.. settled.Select(one => one.Partition.Activation)];
        long[] before = [.. settled.Select(one => one.Before)];
        long[] after = [.. settled.Select(one => one.After)];
        await using var move = new NpgsqlBatch(transaction.Connection!, transaction) { Timeout = PostgresSettling.Seconds };
        move.Add(LockOwned, tenantIds, numbers);
        move.Add(MoveSettledUntilOfOwned, tenantIds, numbers, activations, before, after);
        move.Add(PostgresSettling.TrimCommits, tenantIds, numbers, after);
        if (left is not null)
            move.Add(LeaveInCommit, tenantIds[0], numbers[0], after[0] + 1, left);
        await move.ExecuteNonQueryAsync(cancellation);
        if (move.BatchCommands[1].RecordsAffected != settled.Count)
            return false;
        await transaction.CommitAsync(cancellation);
        return true;
    }

    /// <summary>
    /// Writes sorted rows a stretch at a time. What belongs to one row of a day is not cut.
    /// </summary>
    private static async Task WriteAsync(
        NpgsqlConnection connection, PartitionAddress partition, List<TallyRow> rows, CancellationToken cancellation)
    {
        var count = 0;
        for (var from = 0; from < rows.Count; from += count)
        {
            count = Math.Min(StretchRows, rows.Count - from);
            while (from + count < rows.Count && PostgresDays.AreOfOne(rows[from + count - 1], rows[from + count]))
                count++;
            await using var batch = new NpgsqlBatch(connection) { Timeout = PostgresSettling.Seconds };
            await PostgresDays.AddAsync(batch, [(partition, rows.GetRange(from, count))], cancellation);
            await batch.ExecuteNonQueryAsync(cancellation);
        }
    }

    private static async Task<bool> HoldAsync(NpgsqlConnection connection, OwnedPartition partition, CancellationToken cancellation)
    {
        await using var command = connection.Command(
            HoldOwned, partition.Address.TenantId, (short)partition.Address.Partition, partition.Activation);
        return await command.ExecuteScalarAsync(cancellation) is not null;
    }

    private static async Task AddPatienceAsync(NpgsqlTransaction transaction, CancellationToken cancellation)
    {
        await using var patience = new NpgsqlBatch(transaction.Connection!, transaction);
        PostgresSettling.AddPatience(patience);

        // The second half waits for the first to come through.
        patience.Add($"set local idle_in_transaction_session_timeout = '{PostgresSettling.Seconds}s'");
        await patience.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>What is not settled of those partitions that are still their owners'.</summary>
    private static async Task<List<Gathered>> ReadAsync(
        NpgsqlConnection connection, IReadOnlyList<OwnedPartition> partitions, CancellationToken cancellation)
    {
        var sums = new TallySums?[partitions.Count];
        var found = new (int Commits, long Before, long After)[partitions.Count];
        await using (var command = connection.Command(
            SelectUnsettledOfOwned,
            partitions.Select(partition => partition.Address.TenantId).ToArray(),
            partitions.Select(partition => (short)partition.Address.Partition).ToArray(),
            partitions.Select(partition => partition.Activation).ToArray()))
        {
            command.CommandTimeout = PostgresSettling.Seconds;
            await using var rows = await command.ExecuteReaderAsync(cancellation);
            while (await rows.ReadAsync(cancellation))
            {
                var index = rows.GetInt64(0) - 1;
                (sums[index] ??= new TallySums()).AddPacked(rows.GetFieldValue<byte[]>(3));
                found[index] = (found[index].Commits + 1, rows.GetInt64(1), Math.Max(found[index].After, rows.GetInt64(2)));
            }
        }

        var gathered = new List<Gathered>();
        for (var index = 0; index < sums.Length; index++)
        {
            if (sums[index] is { } some)
                gathered.Add(new Gathered(partitions[index], found[index].Commits, found[index].Before, found[index].After, some.ToSorted()));
        }

        return gathered;
    }

    /// <summary>What a partition's commits carry.</summary>
    /// <param name="Partition">The partition.</param>
    /// <param name="Commits">How many carry anything.</param>
    /// <param name="Before">Up to where it is settled.</param>
    /// <param name="After">The last of them.</param>
    /// <param name="Rows">The sums, sorted.</param>
    private sealed record Gathered(OwnedPartition Partition, int Commits, long Before, long After, List<TallyRow> Rows);
}
