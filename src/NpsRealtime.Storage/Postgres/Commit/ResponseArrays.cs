using Npgsql;
using NpsRealtime.Scoring.Store;

namespace NpsRealtime.Storage.Postgres.Commit;

/// <summary>Rows of responses as one array per column, for writing over those that exist and for inserting a few.</summary>
internal sealed class ResponseArrays
{
    // Side by side in the select list: in a from clause their rows would be gathered first, a seventh of what an insert takes.
    private const string Insert = """
        insert into responses (tenant_id, id_hash, partition, fingerprint, score, key_ids, responded_at, responded_at_sent,
            accepted_at, id, comment, customer_id, originals)
        select unnest($1), unnest($2), unnest($3), unnest($4), unnest($5), unnest($6), unnest($7), unnest($8), unnest($9), unnest($10),
            unnest($11), unnest($12), unnest($13)
        """;

    private const string Update = "select update_responses($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";

    private readonly int[] _tenantIds;
    private readonly Guid[] _idHashes;
    private readonly short[] _partitions;
    private readonly Guid?[] _fingerprints;
    private readonly short?[] _scores;
    private readonly byte[]?[] _keyIds;
    private readonly long?[] _respondedAts;
    private readonly bool?[] _respondedAtSents;
    private readonly long?[] _acceptedAts;
    private readonly string?[] _ids;
    private readonly string?[] _comments;
    private readonly string?[] _customerIds;
    private readonly string?[] _originals;
    private int _count;

    private ResponseArrays(int count)
    {
        _tenantIds = new int[count];
        _idHashes = new Guid[count];
        _partitions = new short[count];
        _fingerprints = new Guid?[count];
        _scores = new short?[count];
        _keyIds = new byte[]?[count];
        _respondedAts = new long?[count];
        _respondedAtSents = new bool?[count];
        _acceptedAts = new long?[count];
        _ids = new string?[count];
        _comments = new string?[count];
        _customerIds = new string?[count];
        _originals = new string?[count];
    }

    /// <summary>Adds the groups' new rows to a batch.</summary>
    public static void AddInserted(NpgsqlBatch batch, IReadOnlyList<GroupWrite> groups) =>
        Add(batch, Insert, groups, group => group.Inserted);

    /// <summary>Adds the groups' rows that are written over to a batch.</summary>
    public static void AddUpdated(NpgsqlBatch batch, IReadOnlyList<GroupWrite> groups) =>
        Add(batch, Update, groups, group => group.Updated);

    private static void Add(
        NpgsqlBatch batch, string statement, IReadOnlyList<GroupWrite> groups, Func<GroupWrite, IReadOnlyList<ResponseRow>> rows)
    {
        var count = groups.Sum(group => rows(group).Count);
        if (count == 0)
            return;
        var arrays = new ResponseArrays(count);
        foreach (var group in groups)
        {
            foreach (var row in rows(group))
                arrays.Add(group.Partition, row);
        }

        batch.Add(
            statement,
            arrays._tenantIds,
            arrays._idHashes,
            arrays._partitions,
            arrays._fingerprints,
            arrays._scores,
            arrays._keyIds,
            arrays._respondedAts,
            arrays._respondedAtSents,
            arrays._acceptedAts,
            arrays._ids,
            arrays._comments,
            arrays._customerIds,
            arrays._originals);
    }

    private void Add(PartitionAddress partition, ResponseRow row)
    {
        var at = _count++;
        _tenantIds[at] = partition.TenantId;
        _idHashes[at] = row.State.IdHash.ToUuid();
        _partitions[at] = (short)partition.Partition;
        if (row.State.IsErased)
            return;
        var content = row.Content!;
        _fingerprints[at] = row.State.Fingerprint.ToUuid();
        _scores[at] = (short)row.State.Score;
        _keyIds[at] = KeyIdList.ToBytes(row.State.KeyIds);
        _respondedAts[at] = row.State.RespondedAtMilliseconds;
        _respondedAtSents[at] = row.State.RespondedAtSent;
        _acceptedAts[at] = content.AcceptedAtMilliseconds;
        _ids[at] = content.Id;
        _comments[at] = content.Comment;
        _customerIds[at] = content.CustomerId;
        _originals[at] = row.Originals;
    }
}
