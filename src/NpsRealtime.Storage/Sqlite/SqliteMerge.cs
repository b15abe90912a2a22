using NpsRealtime.Scoring.Arithmetic;
using NpsRealtime.Scoring.Store;

namespace NpsRealtime.Storage.Sqlite;

/// <summary>
/// Moves the changes that commits carry into the tallies, inside a fenced transaction. Until then whoever reads tallies adds
/// them, in the same consistent read.
/// </summary>
internal static class SqliteMerge
{
    private const string AddTally = """
        insert into tallies (tenant_id, resolution, key_id, bucket, partition, c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, c10,
            last_responded_at, last_accepted_at)
        values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)
        on conflict do update set c0 = c0 + ?6, c1 = c1 + ?7, c2 = c2 + ?8, c3 = c3 + ?9, c4 = c4 + ?10, c5 = c5 + ?11,
            c6 = c6 + ?12, c7 = c7 + ?13, c8 = c8 + ?14, c9 = c9 + ?15, c10 = c10 + ?16,
            last_accepted_at = case when ?17 >= last_responded_at then ?18 else last_accepted_at end,
            last_responded_at = max(last_responded_at, ?17)
        """;

    // A change that takes away must find its bucket and leave no count negative; otherwise no row is changed, and that is loud.
    private const string ChangeTally = """
        update tallies set c0 = c0 + ?6, c1 = c1 + ?7, c2 = c2 + ?8, c3 = c3 + ?9, c4 = c4 + ?10, c5 = c5 + ?11,
            c6 = c6 + ?12, c7 = c7 + ?13, c8 = c8 + ?14, c9 = c9 + ?15, c10 = c10 + ?16,
            last_accepted_at = case when ?17 >= last_responded_at then ?18 else last_accepted_at end,
            last_responded_at = max(last_responded_at, ?17)
        where tenant_id = ?1 and resolution = ?2 and key_id = ?3 and bucket = ?4 and partition = ?5
            and c0 + ?6 >= 0 and c1 + ?7 >= 0 and c2 + ?8 >= 0 and c3 + ?9 >= 0 and c4 + ?10 >= 0 and c5 + ?11 >= 0
            and c6 + ?12 >= 0 and c7 + ?13 >= 0 and c8 + ?14 >= 0 and c9 + ?15 >= 0 and c10 + ?16 >= 0
        """;

    private const string Unmerged = """
        select c.partition, c.changes from partitions p
        cross join commits c on c.tenant_id = p.tenant_id and c.partition = p.partition and c.head > p.merged_until
        where p.tenant_id = ?1 and c.changes is not null
        """;

    /// <summary>Writes all that a partition's commits carry, and <paramref name="own"/>, into the tallies.</summary>
    /// <param name="session">The writer's, in a transaction.</param>
    /// <param name="partition">The partition, fenced.</param>
    /// <param name="own">What the present commit changes.</param>
    /// <param name="head">The present commit's head, which is not there yet.</param>
    /// <exception cref="InvalidOperationException">A bucket does not hold what is to be taken from it: the database is damaged.</exception>
    public static void Merge(SqliteSession session, PartitionAddress partition, IReadOnlyList<TallyRow> own, long head)
    {
        var sums = new TallySums();
        var unmerged = session.Statement(Unmerged + " and p.partition = ?2").Bind(1, partition.TenantId).Bind(2, partition.Partition);
        while (unmerged.Read())
            sums.AddPacked(unmerged.Blob(1));
        sums.Add(own);
        Write(session, partition, sums);
        AtHead("update partitions set merged_until = ?3 where tenant_id = ?1 and partition = ?2").Run();
        AtHead("delete from commits where tenant_id = ?1 and partition = ?2 and head < ?3").Run();

        SqliteStatement AtHead(string text) => session.Statement(text)
            .Bind(1, partition.TenantId).Bind(2, partition.Partition).Bind(3, head);
    }

    /// <summary>
    /// Writes what a commit changes into the tallies, all of which adds, and leaves what the commits before it carry. Of these only the
    /// last may have merged its own as well, and then it is needed no more.
    /// </summary>
    /// <param name="session">The writer's, in a transaction.</param>
    /// <param name="partition">The partition, fenced.</param>
    /// <param name="own">What the present commit changes.</param>
    /// <param name="headBefore">The head of the commit before it.</param>
    public static void MergeOwn(SqliteSession session, PartitionAddress partition, IReadOnlyList<TallyRow> own, long headBefore)
    {
        var sums = new TallySums();
        sums.Add(own);
        session.Statement("delete from commits where tenant_id = ?1 and partition = ?2 and head = ?3 and changes is null")
            .Bind(1, partition.TenantId).Bind(2, partition.Partition).Bind(3, headBefore).Run();
        Write(session, partition, sums);
    }

    /// <summary>What the commits of a tenant's partitions carry, each with its partition.</summary>
    public static void Read(SqliteSession session, int tenantId, Action<int, ReadOnlySpan<byte>> take)
    {
        var unmerged = session.Statement(Unmerged).Bind(1, tenantId);
        while (unmerged.Read())
            take(unmerged.Int(0), unmerged.Blob(1));
    }

    private static void Write(SqliteSession session, PartitionAddress partition, TallySums sums)
    {
        foreach (var row in sums.ToSorted())
            WriteTally(session, partition, row);
    }

    private static void WriteTally(SqliteSession session, PartitionAddress partition, in TallyRow row)
    {
        var takesAway = row.Tally.HasNegative;
        var statement = session.Statement(takesAway ? ChangeTally : AddTally)
            .Bind(1, partition.TenantId)
            .Bind(2, row.Resolution)
            .Bind(3, row.KeyId)
            .Bind(4, row.Bucket.Number)
            .Bind(5, partition.Partition);
        for (var score = 0; score < Tally.Scores; score++)
            statement.Bind(6 + score, row.Tally[score]);
        statement.Bind(17, row.LastRespondedAtMilliseconds).Bind(18, row.LastAcceptedAtMilliseconds);
        if (statement.RunCounting() != 1 && takesAway)
            throw new InvalidOperationException($"The tally of key {row.KeyId} at {row.Bucket.Start:O} does not hold what is to be taken from it.");
    }
}
