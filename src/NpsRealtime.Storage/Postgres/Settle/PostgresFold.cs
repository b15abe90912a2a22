using Npgsql;
using NpsRealtime.Scoring.Store;
using NpsRealtime.Scoring.Windows;
using NpsRealtime.Storage.Postgres.Commit;
using NpsRealtime.Storage.Postgres.Read;

namespace NpsRealtime.Storage.Postgres.Settle;

/// <summary>The fold: minutes become quarter-hours, and commits that nobody asks about any more are trimmed.</summary>
internal static class PostgresFold
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

    public static async Task RunAsync(NpgsqlConnection connection, Fold fold, CommitProgress progress, CancellationToken cancellation)
    {
        var (tenantId, partition) = (fold.Partition.TenantId, (short)fold.Partition.Partition);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await using var batch = new NpgsqlBatch(connection, transaction);
        PostgresSettling.AddPatience(batch);
        PostgresGroupCommit.AddFence(batch, [tenantId], [partition], [fold.Activation], [fold.Head], [null]);
        await batch.ExecuteNonQueryAsync(cancellation);
        await PostgresSettling.SettleAsync(connection, [(fold.Partition, fold.Head + 1, [])], _ => { }, cancellation);
        await MoveMinutesAsync(connection, fold, cancellation);
        progress.IsCommitting = true;
        await transaction.CommitAsync(cancellation);
    }

    /// <summary>Moves the minutes before the new line into the rows of their days.</summary>
    private static async Task MoveMinutesAsync(NpgsqlConnection connection, Fold fold, CancellationToken cancellation)
    {
        var (tenantId, partition, until) = (fold.Partition.TenantId, (short)fold.Partition.Partition, fold.Until.Number);
        await using var select = connection.Command(SelectMinutes, tenantId, partition, until);
        select.CommandTimeout = PostgresSettling.Seconds;
        var quarters = await select.ReadAllAsync(
            row => new TallyRow(
                row.GetInt32(0), Minute.Quarter, new Minute(row.GetInt32(1)), PostgresScores.TallyAt(row, 2), row.GetInt64(13), row.GetInt64(14)),
            cancellation);
        await using var write = new NpgsqlBatch(connection) { Timeout = PostgresSettling.Seconds };
        await PostgresDays.AddAsync(write, [(fold.Partition, quarters.FindAll(row => !row.Tally.IsZero))], cancellation);
        write.Add("delete from tallies where tenant_id = $1 and partition = $2 and bucket < $3", tenantId, partition, until);
        write.Add("update partitions set folded_until = $3 where tenant_id = $1 and partition = $2", tenantId, partition, until);
        await write.ExecuteNonQueryAsync(cancellation);
    }
}
