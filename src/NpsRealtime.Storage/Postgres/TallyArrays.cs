using Npgsql;
using NpsRealtime.Scoring.Arithmetic;
using NpsRealtime.Scoring.Store;

namespace NpsRealtime.Storage.Postgres;

/// <summary>Changes of tallies as one array per column, so that any number of them is one statement.</summary>
internal sealed class TallyArrays
{
    private const string Merge = """
        merge into tallies t
        using unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
            as u (tenant_id, resolution, key_id, bucket, partition, c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, responded_at, accepted_at)
        on t.tenant_id = u.tenant_id and t.resolution = u.resolution and t.key_id = u.key_id and t.bucket = u.bucket and t.partition = u.partition
        when matched then update set
            c0 = t.c0 + u.c0, c1 = t.c1 + u.c1, c2 = t.c2 + u.c2, c3 = t.c3 + u.c3, c4 = t.c4 + u.c4, c5 = t.c5 + u.c5,
            c6 = t.c6 + u.c6, c7 = t.c7 + u.c7, c8 = t.c8 + u.c8, c9 = t.c9 + u.c9, c10 = t.c10 + u.c10,
            last_accepted_at = case when u.responded_at >= t.last_responded_at then u.accepted_at else t.last_accepted_at end,
            last_responded_at = greatest(t.last_responded_at, u.responded_at)
        when not matched then insert
            (tenant_id, resolution, key_id, bucket, partition, c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, last_responded_at, last_accepted_at)
            values (u.tenant_id, u.resolution, u.key_id, u.bucket, u.partition, u.c0, u.c1, u.c2, u.c3, u.c4, u.c5, u.c6, u.c7, u.c8, u.c9,
                u.c10, u.responded_at, u.accepted_at)
        """;

    private const string Change = "select change_tallies($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)";

    private readonly int[] _tenantIds;
    private readonly short[] _resolutions;
    private readonly int[] _keyIds;
    private readonly int[] _buckets;
    private readonly short[] _partitions;
    private readonly int[][] _counts = new int[Tally.Scores][];
    private readonly long[] _respondedAts;
    private readonly long[] _acceptedAts;
    private int _count;

    private TallyArrays(int count)
    {
        _tenantIds = new int[count];
        _resolutions = new short[count];
        _keyIds = new int[count];
        _buckets = new int[count];
        _partitions = new short[count];
        for (var score = 0; score < Tally.Scores; score++)
            _counts[score] = new int[count];
        _respondedAts = new long[count];
        _acceptedAts = new long[count];
    }

    /// <summary>
    /// Adds changes to a batch: those that only add are merged, since nobody else writes a partition's tallies; those
    /// that take away must find their bucket.
    /// </summary>
    public static void Add(NpgsqlBatch batch, IReadOnlyList<(PartitionAddress Partition, List<TallyRow> Rows)> partitions)
    {
        var takingAway = partitions.Sum(partition => partition.Rows.Count(row => row.Tally.HasNegative));
        var adding = partitions.Sum(partition => partition.Rows.Count) - takingAway;
        if (adding > 0)
            Of(partitions, adding, takesAway: false).AddTo(batch, Merge);
        if (takingAway > 0)
            Of(partitions, takingAway, takesAway: true).AddTo(batch, Change);
    }

    private static TallyArrays Of(IReadOnlyList<(PartitionAddress Partition, List<TallyRow> Rows)> partitions, int count, bool takesAway)
    {
        var arrays = new TallyArrays(count);
        foreach (var (partition, rows) in partitions)
        {
            foreach (var row in rows)
            {
                if (row.Tally.HasNegative == takesAway)
                    arrays.Add(partition, row);
            }
        }

        return arrays;
    }

    private void Add(PartitionAddress partition, in TallyRow row)
    {
        var at = _count++;
        _tenantIds[at] = partition.TenantId;
        _resolutions[at] = (short)row.Resolution;
        _keyIds[at] = row.KeyId;
        _buckets[at] = row.Bucket.Number;
        _partitions[at] = (short)partition.Partition;
        for (var score = 0; score < Tally.Scores; score++)
            _counts[score][at] = checked((int)row.Tally[score]);
        _respondedAts[at] = row.LastRespondedAtMilliseconds;
        _acceptedAts[at] = row.LastAcceptedAtMilliseconds;
    }

    private void AddTo(NpgsqlBatch batch, string statement) =>
        batch.Add(statement, [_tenantIds, _resolutions, _keyIds, _buckets, _partitions, .. _counts, _respondedAts, _acceptedAts]);
}
