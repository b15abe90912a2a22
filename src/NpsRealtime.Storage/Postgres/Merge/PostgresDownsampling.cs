using Npgsql;
using NpsRealtime.Scoring.Store;
using NpsRealtime.Scoring.Windows;
using NpsRealtime.Storage.Postgres.Commit;
using NpsRealtime.Storage.Postgres.Read;

namespace NpsRealtime.Storage.Postgres.Merge;

/// <summary>The downsampling: minutes become quarter-hours, and commits that nobody asks about any more are trimmed.</summary>
internal static class PostgresDownsampling
{
    private const string SelectMinutes = """
        select key_id, (bucket / 15) * 15, sum(c0)::integer, sum(c1)::integer, sum(c2)::integer, sum(c3)::integer, sum(c4)::integer,
            sum(c5)::integer, sum(c6)::integer, sum(c7)::integer, sum(c8)::integer, sum(c9)::integer, sum(c10)::integer,
            max(last_responded_at), max(last_accepted_at)
        from tallies
        where tenant_id = $1 and partition = $2 and bucket < $3
        group by key_id, (bucket / 15) * 15
        order by key_id, (bucket / 15) * 15
        """;

    public static async Task RunAsync(NpgsqlConnection connection, Downsampling downsampling, CommitProgress progress, CancellationToken cancellation)
    {
        var (tenantId, partition) = (downsampling.Partition.TenantId, (short)downsampling.Partition.Partition);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await using var batch = new NpgsqlBatch(connection, transaction);
        PostgresMerge.AddPatience(batch);
        PostgresGroupCommit.AddFence(batch, [tenantId], [partition], [downsampling.Activation], [downsampling.Head], [null]);
        await batch.ExecuteNonQueryAsync(cancellation);
        await PostgresMerge.MergeAsync(connection, [(downsampling.Partition, downsampling.Head + 1, [])], _ => { }, cancellation);
        await MoveMinutesAsync(connection, downsampling, cancellation);
        progress.IsCommitting = true;
        await transaction.CommitAsync(cancellation);
    }

    /// <summary>Moves the minutes before the new line into the rows of their days.</summary>
    private static async Task MoveMinutesAsync(NpgsqlConnection connection, Downsampling downsampling, CancellationToken cancellation)
    {
        var (tenantId, partition, until) = (downsampling.Partition.TenantId, (short)downsampling.Partition.Partition, downsampling.Until.Number);
        await using var select = connection.Command(SelectMinutes, tenantId, partition, until);
        select.CommandTimeout = PostgresMerge.Seconds;
        var quarters = await select.ReadAllAsync(
            row => new TallyRow(
                row.GetInt32(0), Minute.Quarter, new Minute(row.GetInt32(1)), PostgresScores.TallyAt(row, 2), row.GetInt64(13), row.GetInt64(14)),
            cancellation);
        await using var write = new NpgsqlBatch(connection) { Timeout = PostgresMerge.Seconds };
        await PostgresDays.AddAsync(write, [(downsampling.Partition, quarters.FindAll(row => !row.Tally.IsZero))], cancellation);
        write.Add("delete from tallies where tenant_id = $1 and partition = $2 and bucket < $3", tenantId, partition, until);
        write.Add("update partitions set downsampled_until = $3 where tenant_id = $1 and partition = $2", tenantId, partition, until);
        await write.ExecuteNonQueryAsync(cancellation);
    }
}
