using NpsRealtime.Scoring.Arithmetic;
using NpsRealtime.Scoring.Store;

namespace NpsRealtime.Storage.Sqlite;

/// <summary>Writes groups inside a transaction: fence, rows, tallies, audit rows.</summary>
internal static class SqliteGroupCommit
{
    private const string InsertResponse = """
        insert into responses (tenant_id, id_hash, partition, fingerprint, score, key_ids, responded_at, responded_at_sent,
            accepted_at, id, comment, customer_id, originals)
        values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
        """;

    private const string UpdateResponse = """
        update responses set partition = ?3, fingerprint = ?4, score = ?5, key_ids = ?6, responded_at = ?7, responded_at_sent = ?8,
            accepted_at = ?9, id = ?10, comment = ?11, customer_id = ?12, originals = ?13
        where tenant_id = ?1 and id_hash = ?2
        """;

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

    private const string InsertCorrection = """
        insert into corrections (tenant_id, partition, id_hash, at, from_score, from_key_ids, from_minute, to_score, to_key_ids, to_minute)
        values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
        """;

    private const long MillisecondsPerMinute = 60_000;

    /// <summary>Fences and writes every group.</summary>
    /// <exception cref="FencedException">A partition has another owner or history.</exception>
    public static void Write(SqliteSession session, IReadOnlyList<GroupWrite> groups)
    {
        foreach (var group in groups)
            Fence(session, group.Partition, group.Activation, group.Head);
        foreach (var group in groups)
        {
            session.Statement("insert into commits (tenant_id, partition, head) values (?1, ?2, ?3)")
                .Bind(1, group.Partition.TenantId).Bind(2, group.Partition.Partition).Bind(3, group.Head + 1).Run();
            WriteResponses(session.Statement(InsertResponse), group, group.Inserted);
            WriteResponses(session.Statement(UpdateResponse), group, group.Updated);
            foreach (var row in group.Tallies)
                WriteTally(session, group.Partition, row);
            foreach (var correction in group.Corrections)
                WriteCorrection(session, group.Partition, correction);
        }
    }

    /// <summary>Raises an error unless the partition is as believed.</summary>
    public static void Fence(SqliteSession session, PartitionAddress partition, Guid activation, long head)
    {
        if (SqlitePartitions.Look(session, partition) is not { } found || found.Activation != activation || found.Head != head)
            throw new FencedException(partition);
    }

    private static void WriteResponses(SqliteStatement statement, GroupWrite group, IReadOnlyList<ResponseRow> rows)
    {
        Span<byte> keyIds = stackalloc byte[512];
        for (var index = 0; index < rows.Count; index++)
        {
            var row = rows[index];
            statement.Bind(1, group.Partition.TenantId).Bind(2, row.State.IdHash).Bind(3, group.Partition.Partition);
            if (row.State.IsErased)
                BindErased(statement);
            else
                BindContent(statement, row, keyIds);
            statement.Run();
        }
    }

    private static void BindErased(SqliteStatement statement)
    {
        for (var place = 4; place <= 13; place++)
            statement.BindNull(place);
    }

    private static void BindContent(SqliteStatement statement, ResponseRow row, Span<byte> buffer)
    {
        var ids = row.State.KeyIds!;
        var keyIds = KeyIdList.BytesMax(ids.Length) <= buffer.Length ? buffer[..KeyIdList.Write(ids, buffer)] : KeyIdList.ToBytes(ids);
        var content = row.Content!;
        statement.Bind(4, row.State.Fingerprint)
            .Bind(5, row.State.Score)
            .Bind(6, keyIds)
            .Bind(7, row.State.RespondedAtMilliseconds)
            .Bind(8, row.State.RespondedAtSent ? 1 : 0)
            .Bind(9, content.AcceptedAtMilliseconds)
            .Bind(10, content.Id)
            .Bind(11, content.Comment)
            .Bind(12, content.CustomerId)
            .Bind(13, row.Originals);
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

    private static void WriteCorrection(SqliteSession session, PartitionAddress partition, in Correction correction)
    {
        var statement = session.Statement(InsertCorrection)
            .Bind(1, partition.TenantId)
            .Bind(2, partition.Partition)
            .Bind(3, correction.IdHash)
            .Bind(4, correction.AtMilliseconds);
        BindCounted(statement, 5, correction.From);
        BindCounted(statement, 8, correction.To);
        statement.Run();
    }

    private static void BindCounted(SqliteStatement statement, int place, StoredResponse counted)
    {
        if (counted.IsErased)
        {
            statement.BindNull(place).BindNull(place + 1).BindNull(place + 2);
            return;
        }

        statement.Bind(place, counted.Score)
            .Bind(place + 1, KeyIdList.ToBytes(counted.KeyIds))
            .Bind(place + 2, counted.RespondedAtMilliseconds / MillisecondsPerMinute);
    }
}
