using NpsRealtime.Scoring.Store;

namespace NpsRealtime.Storage.Sqlite;

/// <summary>Writes groups inside a transaction: fence, rows, changes of tallies, correction rows.</summary>
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

    private const string InsertCorrection = """
        insert into corrections (tenant_id, partition, id_hash, at, from_score, from_key_ids, from_minute, to_score, to_key_ids, to_minute)
        values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
        """;

    private const long MillisecondsPerMinute = 60_000;

    /// <summary>Fences and writes every group.</summary>
    /// <exception cref="FencedException">A partition has another owner or history.</exception>
    public static void Write(SqliteSession session, IReadOnlyList<GroupWrite> groups, Merge[] plan)
    {
        foreach (var group in groups)
            Fence(session, group.Partition, group.Activation, group.Head);
        for (var index = 0; index < groups.Count; index++)
        {
            var group = groups[index];
            if (plan[index] == Merge.All)
                SqliteMerge.Merge(session, group.Partition, group.Tallies, group.Head + 1);
            else if (plan[index] == Merge.Own)
                SqliteMerge.MergeOwn(session, group.Partition, group.Tallies, group.Head);
            InsertHead(session, group.Partition, group.Head + 1, plan[index] == Merge.Later ? PackedTallies.Pack(group.Tallies) : null);
            WriteResponses(session.Statement(InsertResponse), group, group.Inserted);
            WriteResponses(session.Statement(UpdateResponse), group, group.Updated);
            if (group.Updated.Count > 0)
                session.NoteErased();
            foreach (var correction in group.Corrections)
                WriteCorrection(session, group.Partition, correction);
        }
    }

    /// <summary>Moves a partition's head; what its commit changes in the tallies goes along unless it is merged already.</summary>
    public static void InsertHead(SqliteSession session, PartitionAddress partition, long head, byte[]? changes)
    {
        var statement = session.Statement("insert into commits (tenant_id, partition, head, changes) values (?1, ?2, ?3, ?4)")
            .Bind(1, partition.TenantId).Bind(2, partition.Partition).Bind(3, head);
        (changes is null ? statement.BindNull(4) : statement.Bind(4, changes)).Run();
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
