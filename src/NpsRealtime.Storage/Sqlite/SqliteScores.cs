using NpsRealtime.Scoring.Arithmetic;
using NpsRealtime.Scoring.Store;
using NpsRealtime.Scoring.Windows;

namespace NpsRealtime.Storage.Sqlite;

/// <summary>Tallies: the load of a live score, and the sums of cold ones.</summary>
internal static class SqliteScores
{
    private const string Counts = "c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, c10";

    private const string Sums = """
        sum(c0), sum(c1), sum(c2), sum(c3), sum(c4), sum(c5), sum(c6), sum(c7), sum(c8), sum(c9), sum(c10)
        """;

    public static ScoreLoad Load(SqliteSession session, int tenantId, int keyId)
    {
        var buckets = new List<TallyRow>();
        var statement = session.Statement($"""
            select resolution, bucket, last_responded_at, last_accepted_at, {Counts}
            from tallies where tenant_id = ?1 and resolution in (1, 15) and key_id = ?2
            """).Bind(1, tenantId).Bind(2, keyId);
        while (statement.Read())
        {
            buckets.Add(new TallyRow(
                keyId, statement.Int(0), new Minute(statement.Int(1)), TallyAt(statement, 4), statement.Long(2), statement.Long(3)));
        }

        var unmerged = new TallySums();
        SqliteMerge.Read(session, tenantId, (_, changes) => unmerged.AddPacked(changes, keyId));
        return new ScoreLoad(Partitions(session, tenantId), unmerged.With(buckets));
    }

    public static IReadOnlyDictionary<int, PartitionState> Partitions(SqliteSession session, int tenantId)
    {
        var partitions = new Dictionary<int, PartitionState>();
        var statement = session.Statement("""
            select partition, activation, downsampled_until,
                (select coalesce(max(head), 0) from commits where tenant_id = ?1 and commits.partition = partitions.partition)
            from partitions where tenant_id = ?1
            """).Bind(1, tenantId);
        while (statement.Read())
        {
            partitions[statement.Int(0)] = new PartitionState(
                new Guid(statement.Blob(1), bigEndian: true), statement.Long(3), new Minute(statement.Int(2)));
        }

        return partitions;
    }

    public static IReadOnlyList<ColdScore> Sum(SqliteSession session, int tenantId, IReadOnlyCollection<int> keyIds, MinuteSpan span)
    {
        var from = span.From?.Number ?? int.MinValue;
        var to = span.Limit.Number;
        var scores = new List<ColdScore>(keyIds.Count);
        foreach (var keyId in keyIds)
        {
            var sums = session.Statement($"""
                select {Sums} from tallies
                where tenant_id = ?1 and resolution in (1, 15) and key_id = ?2 and bucket >= ?3 and bucket < ?4
                """).Bind(1, tenantId).Bind(2, keyId).Bind(3, from).Bind(4, to);
            sums.Read();
            var tally = TallyAt(sums, 0);
            sums.Reset();
            scores.Add(WithLast(session, tenantId, keyId, tally));
        }

        var unmerged = new UnmergedSums(keyIds, from, to);
        SqliteMerge.Read(session, tenantId, (_, changes) => unmerged.AddPacked(changes));
        return unmerged.AddTo(scores);
    }

    public static Tally TallyAt(SqliteStatement statement, int column)
    {
        var tally = default(Tally);
        for (var score = 0; score < Tally.Scores; score++)
            tally[score] = statement.Long(column + score);
        return tally;
    }

    private static ColdScore WithLast(SqliteSession session, int tenantId, int keyId, in Tally tally)
    {
        var cold = new ColdScore(keyId, tally, null, 0, 0);
        foreach (var resolution in (ReadOnlySpan<int>)[1, Minute.Quarter])
        {
            var last = session.Statement("""
                select bucket, last_responded_at, last_accepted_at from tallies
                where tenant_id = ?1 and resolution = ?2 and key_id = ?3
                    and c0 + c1 + c2 + c3 + c4 + c5 + c6 + c7 + c8 + c9 + c10 > 0
                order by bucket desc limit 1
                """).Bind(1, tenantId).Bind(2, resolution).Bind(3, keyId);
            if (last.Read() && last.Long(1) > cold.LastRespondedAtMilliseconds)
                cold = new ColdScore(keyId, tally, new Minute(last.Int(0)), last.Long(1), last.Long(2));
            last.Reset();
        }

        return cold;
    }
}
