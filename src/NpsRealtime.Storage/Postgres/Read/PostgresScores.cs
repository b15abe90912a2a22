using System.Data;
using Npgsql;
using NpsRealtime.Scoring.Arithmetic;
using NpsRealtime.Scoring.Store;
using NpsRealtime.Scoring.Windows;
using NpsRealtime.Storage.Postgres.Merge;

namespace NpsRealtime.Storage.Postgres.Read;

/// <summary>Tallies: the load of a live score, and the sums of cold ones.</summary>
internal static class PostgresScores
{
    public const string SelectPartitions = """
        select p.partition, p.activation, p.downsampled_until, coalesce((
            select c.head from commits c where c.tenant_id = p.tenant_id and c.partition = p.partition order by c.head desc limit 1), 0)
        from partitions p where p.tenant_id = $1
        """;

    private const string Sums = """
        select k.key_id, s.c0, s.c1, s.c2, s.c3, s.c4, s.c5, s.c6, s.c7, s.c8, s.c9, s.c10,
            l.bucket, l.last_responded_at, l.last_accepted_at
        from unnest($2) as k (key_id)
        cross join lateral (
            select sum(c0) as c0, sum(c1) as c1, sum(c2) as c2, sum(c3) as c3, sum(c4) as c4, sum(c5) as c5, sum(c6) as c6,
                sum(c7) as c7, sum(c8) as c8, sum(c9) as c9, sum(c10) as c10
            from tallies t
            where t.tenant_id = $1 and t.key_id = k.key_id and t.bucket >= $3 and t.bucket < $4) as s
        left join lateral (
            select bucket, last_responded_at, last_accepted_at from tallies t
            where t.tenant_id = $1 and t.key_id = k.key_id and c0 + c1 + c2 + c3 + c4 + c5 + c6 + c7 + c8 + c9 + c10 > 0
            order by bucket desc limit 1) as l on true
        """;

    public static async Task<ScoreLoad> LoadAsync(NpgsqlConnection connection, int tenantId, int keyId, CancellationToken cancellation)
    {
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation);
        await using var batch = new NpgsqlBatch(connection, transaction);
        batch.Add(SelectPartitions, tenantId);
        batch.Add(
            """
            select bucket, last_responded_at, last_accepted_at, c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, c10
            from tallies where tenant_id = $1 and key_id = $2
            """,
            tenantId,
            keyId);
        batch.Add(PostgresMerge.SelectUnmerged, tenantId);
        batch.Add(PostgresDays.SelectOfKey, tenantId, keyId);
        await using var rows = await batch.ExecuteReaderAsync(cancellation);
        var partitions = await ReadPartitionsAsync(rows, cancellation);
        await rows.NextResultAsync(cancellation);
        var buckets = await rows.ReadAllAsync(
            row => new TallyRow(
                keyId, 1, new Minute(row.GetInt32(0)), TallyAt(row, 3), row.GetInt64(1), row.GetInt64(2)),
            cancellation);
        await rows.NextResultAsync(cancellation);
        var unmerged = new TallySums();
        await PostgresMerge.ReadAsync(rows, (_, changes) => unmerged.AddPacked(changes, keyId), cancellation);
        await rows.NextResultAsync(cancellation);
        await PostgresMerge.ReadAsync(rows, (_, quarters) => unmerged.AddPacked(quarters), cancellation);
        return new ScoreLoad(partitions, unmerged.With(buckets));
    }

    public static async Task<IReadOnlyDictionary<int, PartitionState>> ReadPartitionsAsync(
        NpgsqlDataReader rows, CancellationToken cancellation)
    {
        var partitions = new Dictionary<int, PartitionState>();
        while (await rows.ReadAsync(cancellation))
            partitions[rows.GetInt16(0)] = new PartitionState(rows.GetGuid(1), rows.GetInt64(3), new Minute(rows.GetInt32(2)));
        return partitions;
    }

    public static async Task<IReadOnlyList<ColdScore>> SumAsync(
        NpgsqlConnection connection, int tenantId, IReadOnlyCollection<int> keyIds, MinuteSpan span, CancellationToken cancellation)
    {
        var from = span.From?.Number ?? int.MinValue;
        var to = span.Limit.Number;
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation);
        await using var batch = new NpgsqlBatch(connection, transaction);
        batch.Add(Sums, tenantId, keyIds.ToArray(), from, to);
        batch.Add(PostgresMerge.SelectUnmerged, tenantId);
        batch.Add(PostgresDays.SelectSpan, tenantId, keyIds.ToArray(), DayOf(from), DayOf(to));
        await using var rows = await batch.ExecuteReaderAsync(cancellation);
        var merged = await rows.ReadAllAsync(Cold, cancellation);
        await rows.NextResultAsync(cancellation);
        var unmerged = new UnmergedSums(keyIds, from, to);
        await PostgresMerge.ReadAsync(rows, (_, changes) => unmerged.AddPacked(changes), cancellation);
        await rows.NextResultAsync(cancellation);
        await PostgresMerge.ReadAsync(rows, (_, quarters) => unmerged.AddPacked(quarters), cancellation);
        return unmerged.AddTo(merged);
    }

    private static int DayOf(int minute) => DayTallies.Of(new Minute(Math.Max(0, minute)));

    public static Tally TallyAt(NpgsqlDataReader row, int column)
    {
        var tally = default(Tally);
        for (var score = 0; score < Tally.Scores; score++)
            tally[score] = row.GetInt32(column + score);
        return tally;
    }

    private static ColdScore Cold(NpgsqlDataReader row)
    {
        var tally = default(Tally);
        for (var score = 0; score < Tally.Scores; score++)
            tally[score] = row.IsDBNull(1 + score) ? 0 : row.GetInt64(1 + score);
        return row.IsDBNull(12)
            ? new ColdScore(row.GetInt32(0), tally, null, 0, 0)
            : new ColdScore(row.GetInt32(0), tally, new Minute(row.GetInt32(12)), row.GetInt64(13), row.GetInt64(14));
    }
}
