using Npgsql;
using NpsRealtime.Scoring.Responses;
using NpsRealtime.Scoring.Store;
using NpsRealtime.Scoring.Windows;

namespace NpsRealtime.Storage.Postgres.Commit;

/// <summary>Correction rows as one array per column.</summary>
internal static class CorrectionArrays
{
    private const string Insert = """
        insert into corrections (tenant_id, partition, id_hash, at, from_score, from_key_ids, from_minute, to_score, to_key_ids, to_minute)
        select * from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        """;

    /// <summary>Adds the groups' correction rows to a batch.</summary>
    public static void Add(NpgsqlBatch batch, IReadOnlyList<GroupWrite> groups)
    {
        var all = groups
            .SelectMany(group => group.Corrections.Select(correction => (group.Partition, Correction: correction)))
            .ToArray();
        if (all.Length == 0)
            return;
        batch.Add(
            Insert,
            Array.ConvertAll(all, row => row.Partition.TenantId),
            Array.ConvertAll(all, row => (short)row.Partition.Partition),
            Array.ConvertAll(all, row => row.Correction.IdHash.ToUuid()),
            Array.ConvertAll(all, row => row.Correction.AtMilliseconds),
            Array.ConvertAll(all, row => (short)row.Correction.From.Score),
            Array.ConvertAll(all, row => KeyIdList.ToBytes(row.Correction.From.KeyIds)),
            Array.ConvertAll(all, row => MinuteOf(row.Correction.From)!.Value),
            Array.ConvertAll(all, row => row.Correction.To.IsErased ? null : (short?)row.Correction.To.Score),
            Array.ConvertAll(all, row => row.Correction.To.IsErased ? null : KeyIdList.ToBytes(row.Correction.To.KeyIds)),
            Array.ConvertAll(all, row => MinuteOf(row.Correction.To)));
    }

    private static int? MinuteOf(StoredResponse counted) =>
        counted.IsErased ? null : Minute.OfUnixMilliseconds(counted.RespondedAtMilliseconds).Number;
}
