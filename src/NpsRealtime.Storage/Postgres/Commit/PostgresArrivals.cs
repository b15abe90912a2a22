using Npgsql;
using NpsRealtime.Scoring.Store;

namespace NpsRealtime.Storage.Postgres.Commit;

/// <summary>
/// The order of arrival within a tenant. A row that comes alone has a sequence of its own, and an entry in an index. Of those that come
/// many at a time, a block has one row of <c>arrivals</c> with the hashes of their ids in order, and their sequences follow each other: so
/// that rows can be written in the order of the ids' index, and need no other.
/// </summary>
internal static class PostgresArrivals
{
    /// <summary>Fewer new rows of a group are not worth a block.</summary>
    private const int BlockMin = 32;

    /// <summary>So many make a block of 16 KiB: a list reads whole ones.</summary>
    private const int BlockMax = 1_000;

    // Which of the rows are in no block, as the index's condition has it.
    private const string IsAlone = "r.sequence & 65535 = 0";

    private const string Take = """
        insert into arrivals (first, tenant_id, count, id_hashes)
        select nextval('responses_sequence_seq') + 1, b.tenant_id, b.until - b.since + 1, ($4::uuid[])[b.since:b.until]
        from unnest($1, $2, $3) as b (tenant_id, since, until)
        returning first
        """;

    /// <summary>Gives new rows their sequences, and notes the order of those that make a block.</summary>
    /// <returns>A sequence for each row, group after group.</returns>
    public static async Task<long[]> TakeAsync(NpgsqlConnection connection, IReadOnlyList<GroupWrite> groups, CancellationToken cancellation)
    {
        var sequences = new long[groups.Sum(group => group.Inserted.Count)];
        var (blocks, alone) = (new List<(int TenantId, int Row, int Count)>(), new List<int>());
        var row = 0;
        foreach (var group in groups)
        {
            if (group.Inserted.Count >= BlockMin)
                blocks.AddRange(Blocks(row, group.Inserted.Count).Select(block => (group.Partition.TenantId, block.Row, block.Count)));
            else
                alone.AddRange(Enumerable.Range(row, group.Inserted.Count));
            row += group.Inserted.Count;
        }

        await using var batch = new NpgsqlBatch(connection);
        if (blocks.Count > 0)
        {
            // As one array, of which each block takes its part.
            Guid[] hashes = [.. groups.SelectMany(group => group.Inserted, (_, inserted) => inserted.State.IdHash.ToUuid())];
            batch.Add(
                Take,
                blocks.Select(block => block.TenantId).ToArray(),
                blocks.Select(block => block.Row + 1).ToArray(),
                blocks.Select(block => block.Row + block.Count).ToArray(),
                hashes);
        }

        if (alone.Count > 0)
            batch.Add("select nextval('responses_sequence_seq') from generate_series(1, $1)", alone.Count);
        if (batch.BatchCommands.Count == 0)
            return sequences;
        await using var rows = await batch.ExecuteReaderAsync(cancellation);
        foreach (var block in blocks)
        {
            await rows.ReadAsync(cancellation);
            var first = rows.GetInt64(0);
            for (var index = 0; index < block.Count; index++)
                sequences[block.Row + index] = first + index;
        }

        if (blocks.Count > 0)
            await rows.NextResultAsync(cancellation);
        foreach (var index in alone)
        {
            await rows.ReadAsync(cancellation);
            sequences[index] = rows.GetInt64(0);
        }

        return sequences;
    }

    /// <summary>
    /// A query for rows of a tenant in the order of arrival: <c>$1</c> tenant, <c>$2</c> only before this sequence, <c>$3</c> only behind this one,
    /// <c>$4</c> how many at most. Its first column is the sequence.
    /// </summary>
    /// <param name="columns">More columns, of <c>r</c>; all null for a row of a block that is gone.</param>
    /// <param name="isNewestFirst">Whether the last one comes first.</param>
    public static string Select(string columns, bool isNewestFirst)
    {
        var order = isNewestFirst ? "desc" : "asc";
        return $"""
            select * from (
                (select r.sequence, {columns} from responses r
                where r.tenant_id = $1 and {IsAlone} and r.sequence < $2 and r.sequence > $3
                order by r.sequence {order} limit $4)
                union all
                select b.sequence, {columns}
                from (
                    select block.first + hash.place - 1 as sequence, hash.id_hash
                    from (
                        select first, id_hashes, sum(reached) over (order by first {order}) - reached as ahead
                        from (
                            select first, id_hashes, greatest(0, least(count, $2 - first) - greatest(0, $3 + 1 - first)) as reached
                            from arrivals where tenant_id = $1 and first < $2 and first > $3 - 65536
                            order by first {order} limit $4 / {BlockMin} + 2) as reach) as block,
                    unnest(block.id_hashes) with ordinality as hash (id_hash, place)
                    where block.ahead < $4 and block.first + hash.place - 1 < $2 and block.first + hash.place - 1 > $3
                    order by 1 {order} limit $4) as b
                left join responses r on r.tenant_id = $1 and r.id_hash = b.id_hash) as both_kinds
            order by sequence {order} limit $4
            """;
    }

    /// <summary>Blocks of about the same size.</summary>
    private static IEnumerable<(int Row, int Count)> Blocks(int row, int count)
    {
        var blocks = (count + BlockMax - 1) / BlockMax;
        return Enumerable.Range(0, blocks).Select(block => (row + Begin(block), Begin(block + 1) - Begin(block)));

        int Begin(int block) => (int)((long)count * block / blocks);
    }
}
