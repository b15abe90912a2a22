using NpsRealtime.Scoring.Engine;
using NpsRealtime.Scoring.Responses;
using NpsRealtime.Scoring.Store;
using NpsRealtime.Scoring.Windows;

namespace NpsRealtime.Storage.Sqlite;

/// <summary>Partitions: start, look, read what exists, downsample.</summary>
internal static class SqlitePartitions
{
    private const string SumMinutes = """
        insert into tallies (tenant_id, resolution, key_id, bucket, partition, c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, c10,
            last_responded_at, last_accepted_at)
        select tenant_id, 15, key_id, bucket - bucket % 15, partition, sum(c0), sum(c1), sum(c2), sum(c3), sum(c4), sum(c5), sum(c6),
            sum(c7), sum(c8), sum(c9), sum(c10), max(last_responded_at), max(last_accepted_at)
        from tallies
        where tenant_id = ?1 and partition = ?2 and resolution = 1 and bucket < ?3
        group by tenant_id, key_id, bucket - bucket % 15, partition
        on conflict do update set c0 = c0 + excluded.c0, c1 = c1 + excluded.c1, c2 = c2 + excluded.c2, c3 = c3 + excluded.c3,
            c4 = c4 + excluded.c4, c5 = c5 + excluded.c5, c6 = c6 + excluded.c6, c7 = c7 + excluded.c7, c8 = c8 + excluded.c8,
            c9 = c9 + excluded.c9, c10 = c10 + excluded.c10,
            last_accepted_at = case when excluded.last_responded_at >= last_responded_at then excluded.last_accepted_at else last_accepted_at end,
            last_responded_at = max(last_responded_at, excluded.last_responded_at)
        """;

    public static PartitionState Start(SqliteSession session, PartitionAddress partition, Guid activation, Minute downsampledUntil)
    {
        session.Statement("""
            insert into partitions (tenant_id, partition, activation, downsampled_until)
            select id, ?2, ?3, ?4 from tenants where id = ?1 and name not like '~%'
            on conflict do update set activation = ?3
            """)
            .Bind(1, partition.TenantId)
            .Bind(2, partition.Partition)
            .Bind(3, activation.ToByteArray(bigEndian: true))
            .Bind(4, downsampledUntil.Number)
            .Run();
        return Look(session, partition)
            ?? throw new StoreUnavailableException("The tenant is no longer in the database: it was deleted.");
    }

    /// <summary>The partition's state, or null when it was never started.</summary>
    public static PartitionState? Look(SqliteSession session, PartitionAddress partition)
    {
        var statement = session.Statement("""
            select activation, downsampled_until,
                (select coalesce(max(head), 0) from commits where tenant_id = ?1 and partition = ?2)
            from partitions where tenant_id = ?1 and partition = ?2
            """).Bind(1, partition.TenantId).Bind(2, partition.Partition);
        if (!statement.Read())
            return null;
        var state = new PartitionState(new Guid(statement.Blob(0), bigEndian: true), statement.Long(2), new Minute(statement.Int(1)));
        statement.Reset();
        return state;
    }

    public static IReadOnlyDictionary<IdHash, StoredResponse> ReadResponses(SqliteSession session, GroupRead read)
    {
        var found = new Dictionary<IdHash, StoredResponse>();
        var statement = session.Statement("""
            select fingerprint, score, key_ids, responded_at, responded_at_sent from responses where tenant_id = ?1 and id_hash = ?2
            """).Bind(1, read.Partition.TenantId);

        // In the order of the index, so that its pages are visited one after the other.
        IdHash[] idHashes = [.. read.IdHashes];
        Array.Sort(idHashes);
        foreach (var idHash in idHashes)
        {
            statement.Bind(2, idHash);
            if (statement.Read())
                found[idHash] = Stored(statement, idHash);
            statement.Reset();
        }

        return found;
    }

    public static void Downsample(SqliteSession session, Downsampling downsampling)
    {
        SqliteGroupCommit.Fence(session, downsampling.Partition, downsampling.Activation, downsampling.Head);
        SqliteMerge.Merge(session, downsampling.Partition, [], downsampling.Head + 1);
        Bound(SumMinutes).Run();
        Bound("delete from tallies where tenant_id = ?1 and partition = ?2 and resolution = 1 and bucket < ?3").Run();
        Bound("update partitions set downsampled_until = ?3 where tenant_id = ?1 and partition = ?2").Run();
        SqliteGroupCommit.InsertHead(session, downsampling.Partition, downsampling.Head + 1, null);

        SqliteStatement Bound(string text) => session.Statement(text)
            .Bind(1, downsampling.Partition.TenantId).Bind(2, downsampling.Partition.Partition).Bind(3, downsampling.Until.Number);
    }

    private static StoredResponse Stored(SqliteStatement statement, IdHash idHash) => statement.IsNull(1)
        ? new StoredResponse(idHash, IsErased: true)
        : new StoredResponse(
            idHash,
            IsErased: false,
            statement.Hash(0),
            statement.Int(1),
            KeyIdList.Read(statement.Blob(2)),
            statement.Long(3),
            statement.Int(4) != 0);
}
