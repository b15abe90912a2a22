using Npgsql;
using NpsRealtime.Scoring.Arithmetic;
using NpsRealtime.Scoring.Store;

namespace NpsRealtime.Storage.Postgres.Merge;

/// <summary>
/// Changes of minutes as one array per column, so that any number of them is one statement. Each value of an array costs the server
/// about as much as a comparison in the index does: so where all eleven counts are small, as nearly always, they travel as one number.
/// </summary>
internal sealed class TallyArrays
{
    private const int PackedBits = 5;
    private const int PackedMax = (1 << PackedBits) - 1;

    private const string Packed = """
        (select tenant_id, key_id, bucket, partition, responded_at, accepted_at,
            (counts & 31)::integer as c0, (counts >> 5 & 31)::integer as c1, (counts >> 10 & 31)::integer as c2,
            (counts >> 15 & 31)::integer as c3, (counts >> 20 & 31)::integer as c4, (counts >> 25 & 31)::integer as c5,
            (counts >> 30 & 31)::integer as c6, (counts >> 35 & 31)::integer as c7, (counts >> 40 & 31)::integer as c8,
            (counts >> 45 & 31)::integer as c9, (counts >> 50 & 31)::integer as c10
        from unnest($1, $2, $3, $4, $5, $6, $7)
            as p (tenant_id, key_id, bucket, partition, counts, responded_at, accepted_at)) as u
        """;

    private const string Wide = """
        unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
            as u (tenant_id, key_id, bucket, partition, c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, responded_at, accepted_at)
        """;

    private const string Merge = """
        on t.tenant_id = u.tenant_id and t.key_id = u.key_id and t.bucket = u.bucket and t.partition = u.partition
        when matched then update set
            c0 = t.c0 + u.c0, c1 = t.c1 + u.c1, c2 = t.c2 + u.c2, c3 = t.c3 + u.c3, c4 = t.c4 + u.c4, c5 = t.c5 + u.c5,
            c6 = t.c6 + u.c6, c7 = t.c7 + u.c7, c8 = t.c8 + u.c8, c9 = t.c9 + u.c9, c10 = t.c10 + u.c10,
            last_accepted_at = case when u.responded_at >= t.last_responded_at then u.accepted_at else t.last_accepted_at end,
            last_responded_at = greatest(t.last_responded_at, u.responded_at)
        when not matched then insert
            (tenant_id, key_id, bucket, partition, c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, last_responded_at, last_accepted_at)
            values (u.tenant_id, u.key_id, u.bucket, u.partition, u.c0, u.c1, u.c2, u.c3, u.c4, u.c5, u.c6, u.c7, u.c8, u.c9,
                u.c10, u.responded_at, u.accepted_at)
        """;

    private const string Change = "select change_tallies($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)";

    private readonly Kind _kind;
    private readonly int[] _tenantIds;
    private readonly int[] _keyIds;
    private readonly int[] _buckets;
    private readonly short[] _partitions;
    private readonly int[][] _counts = [];
    private readonly long[] _packedCounts = [];
    private readonly long[] _respondedAts;
    private readonly long[] _acceptedAts;
    private int _count;

    private TallyArrays(Kind kind, int count)
    {
        _kind = kind;
        _tenantIds = new int[count];
        _keyIds = new int[count];
        _buckets = new int[count];
        _partitions = new short[count];
        if (kind == Kind.AddsLittle)
            _packedCounts = new long[count];
        else
            _counts = [.. Enumerable.Range(0, Tally.Scores).Select(_ => new int[count])];
        _respondedAts = new long[count];
        _acceptedAts = new long[count];
    }

    private enum Kind
    {
        AddsLittle,
        Adds,
        TakesAway,
    }

    /// <summary>
    /// Adds changes to a batch: those that only add are merged, since nobody else writes a partition's tallies; those
    /// that take away must find their bucket.
    /// </summary>
    public static void Add(NpgsqlBatch batch, IReadOnlyList<(PartitionAddress Partition, List<TallyRow> Rows)> partitions)
    {
        Span<int> counts = stackalloc int[3];
        foreach (var (_, rows) in partitions)
        {
            foreach (var row in rows)
                counts[(int)KindOf(row.Tally)]++;
        }

        TallyArrays[] all = [new(Kind.AddsLittle, counts[0]), new(Kind.Adds, counts[1]), new(Kind.TakesAway, counts[2])];
        foreach (var (partition, rows) in partitions)
        {
            foreach (var row in rows)
                all[(int)KindOf(row.Tally)].Add(partition, row);
        }

        foreach (var arrays in all)
            arrays.AddTo(batch);
    }

    private static Kind KindOf(in Tally tally)
    {
        var all = 0L;
        for (var score = 0; score < Tally.Scores; score++)
            all |= tally[score];
        return all < 0 ? Kind.TakesAway : all <= PackedMax ? Kind.AddsLittle : Kind.Adds;
    }

    private void Add(PartitionAddress partition, in TallyRow row)
    {
        var at = _count++;
        _tenantIds[at] = partition.TenantId;
        _keyIds[at] = row.KeyId;
        _buckets[at] = row.Bucket.Number;
        _partitions[at] = (short)partition.Partition;
        for (var score = 0; score < Tally.Scores; score++)
        {
            if (_kind == Kind.AddsLittle)
                _packedCounts[at] |= row.Tally[score] << (score * PackedBits);
            else
                _counts[score][at] = checked((int)row.Tally[score]);
        }

        _respondedAts[at] = row.LastRespondedAtMilliseconds;
        _acceptedAts[at] = row.LastAcceptedAtMilliseconds;
    }

    private void AddTo(NpgsqlBatch batch)
    {
        if (_count == 0)
            return;
        var counts = _kind == Kind.AddsLittle ? (IEnumerable<object>)[_packedCounts] : _counts;
        var statement = _kind switch
        {
            Kind.AddsLittle => $"merge into tallies t using {Packed} {Merge}",
            Kind.Adds => $"merge into tallies t using {Wide} {Merge}",
            _ => Change,
        };
        batch.Add(statement, [_tenantIds, _keyIds, _buckets, _partitions, .. counts, _respondedAts, _acceptedAts]);
    }
}
