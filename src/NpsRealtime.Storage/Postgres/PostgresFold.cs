using Npgsql;
using NpsRealtime.Scoring.Store;
using NpsRealtime.Scoring.Windows;

namespace NpsRealtime.Storage.Postgres;

/// <summary>The fold: minutes become quarter-hours, and commits that nobody asks about any more are trimmed.</summary>
internal static class PostgresFold
{
    private const string SumMinutes = """
        insert into tallies as t (tenant_id, resolution, key_id, bucket, partition, c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, c10,
            last_responded_at, last_accepted_at)
        select tenant_id, 15, key_id, (bucket / 15) * 15, partition, sum(c0), sum(c1), sum(c2), sum(c3), sum(c4), sum(c5), sum(c6),
            sum(c7), sum(c8), sum(c9), sum(c10), max(last_responded_at), max(last_accepted_at)
        from tallies
        where tenant_id = $1 and partition = $2 and resolution = 1 and bucket < $3
        group by tenant_id, key_id, (bucket / 15) * 15, partition
        order by key_id, (bucket / 15) * 15
        on conflict (tenant_id, resolution, key_id, bucket, partition) do update set
            c0 = t.c0 + excluded.c0, c1 = t.c1 + excluded.c1, c2 = t.c2 + excluded.c2, c3 = t.c3 + excluded.c3,
            c4 = t.c4 + excluded.c4, c5 = t.c5 + excluded.c5, c6 = t.c6 + excluded.c6, c7 = t.c7 + excluded.c7,
            c8 = t.c8 + excluded.c8, c9 = t.c9 + excluded.c9, c10 = t.c10 + excluded.c10,
            last_accepted_at = case when excluded.last_responded_at >= t.last_responded_at then excluded.last_accepted_at else t.last_accepted_at end,
            last_responded_at = greatest(t.last_responded_at, excluded.last_responded_at)
        """;

    private const string SelectMinutes = """
        select key_id, (bucket / 15) * 15, sum(c0)::integer, sum(c1)::integer, sum(c2)::integer, sum(c3)::integer, sum(c4)::integer,
            sum(c5)::integer, sum(c6)::integer, sum(c7)::integer, sum(c8)::integer, sum(c9)::integer, sum(c10)::integer,
            max(last_responded_at), max(last_accepted_at)
        from tallies
        where tenant_id = $1 and partition = $2 and resolution = 1 and bucket < $3
        group by key_id, (bucket / 15) * 15
        order by key_id, (bucket / 15) * 15
        """;

    public static async Task RunAsync(
        NpgsqlConnection connection, Fold fold, bool usesDays, CommitProgress progress, CancellationToken cancellation)
    {
        var (tenantId, partition, until) = (fold.Partition.TenantId, (short)fold.Partition.Partition, fold.Until.Number);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await using var batch = new NpgsqlBatch(connection, transaction);
        PostgresSettling.AddPatience(batch);
        PostgresGroupCommit.AddFence(batch, [tenantId], [partition], [fold.Activation], [fold.Head], [null]);
        await batch.ExecuteNonQueryAsync(cancellation);
        await PostgresSettling.SettleAsync(connection, [(fold.Partition, fold.Head + 1, [])], usesDays ? _ => { } : AddFold, usesDays, cancellation);
        if (usesDays)
            await FoldIntoDaysAsync();
        progress.IsCommitting = true;
        await transaction.CommitAsync(cancellation);

        async Task FoldIntoDaysAsync()
        {
            await using var select = connection.Command(SelectMinutes, tenantId, partition, until);
            var quarters = await select.ReadAllAsync(
                row => new TallyRow(
                    row.GetInt32(0), Minute.Quarter, new Minute(row.GetInt32(1)), PostgresScores.TallyAt(row, 2), row.GetInt64(13), row.GetInt64(14)),
                cancellation);
            await using var write = new NpgsqlBatch(connection, transaction) { Timeout = PostgresSettling.Seconds };
            await PostgresDays.AddAsync(write, [(fold.Partition, quarters.FindAll(row => !row.Tally.IsZero))], isUsed: true, cancellation);
            AddRest(write);
            await write.ExecuteNonQueryAsync(cancellation);
        }

        void AddFold(NpgsqlBatch batch)
        {
            batch.Add(SumMinutes, tenantId, partition, until);
            AddRest(batch);
        }

        void AddRest(NpgsqlBatch batch)
        {
            batch.Add(
                "delete from tallies where tenant_id = $1 and partition = $2 and resolution = 1 and bucket < $3", tenantId, partition, until);
            batch.Add("update partitions set folded_until = $3 where tenant_id = $1 and partition = $2", tenantId, partition, until);
        }
    }
}
