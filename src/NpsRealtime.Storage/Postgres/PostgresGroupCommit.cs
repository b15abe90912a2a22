using Npgsql;
using NpsRealtime.Scoring.Store;

namespace NpsRealtime.Storage.Postgres;

/// <summary>Commits groups of different partitions in one transaction: fence, rows, tallies, audit rows.</summary>
internal sealed class PostgresGroupCommit(PostgresSessions sessions)
{
    /// <summary>Above this many new rows COPY is worth its additional round trips.</summary>
    private const int CopiedRowsMin = 256;

    private const int Attempts = 3;

    public async Task CommitAsync(IReadOnlyList<GroupWrite> groups, CancellationToken cancellation)
    {
        var isLarge = groups.Sum(group => group.Inserted.Count) >= CopiedRowsMin;
        await TransactAsync((connection, progress) => isLarge
            ? CopyAsync(connection, groups, progress, cancellation)
            : SendAsync(connection, groups, progress, cancellation), cancellation);
    }

    public Task FoldAsync(Fold fold, CancellationToken cancellation) =>
        TransactAsync((connection, progress) => PostgresFold.RunAsync(connection, fold, progress, cancellation), cancellation);

    /// <summary>Adds the fence of the partitions to a batch, as its first command.</summary>
    public static void AddFence(
        NpgsqlBatch batch, int[] tenantIds, short[] partitions, Guid[] activations, long[] heads) =>
        batch.Add("select fence($1, $2, $3, $4)", tenantIds, partitions, activations, heads);

    /// <summary>A small transaction in one round trip: a batch without begin and commit is a transaction of its own.</summary>
    private static async Task SendAsync(
        NpgsqlConnection connection, IReadOnlyList<GroupWrite> groups, CommitProgress progress, CancellationToken cancellation)
    {
        await using var batch = new NpgsqlBatch(connection);
        AddFence(batch, groups);
        ResponseArrays.AddInserted(batch, groups);
        AddChanges(batch, groups);
        progress.IsCommitting = true;
        await batch.ExecuteNonQueryAsync(cancellation);
    }

    private static async Task CopyAsync(
        NpgsqlConnection connection, IReadOnlyList<GroupWrite> groups, CommitProgress progress, CancellationToken cancellation)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await using var batch = new NpgsqlBatch(connection, transaction);
        AddFence(batch, groups);
        AddChanges(batch, groups);
        await batch.ExecuteNonQueryAsync(cancellation);
        await ResponseCopy.WriteAsync(connection, groups, cancellation);
        progress.IsCommitting = true;
        await transaction.CommitAsync(cancellation);
    }

    private static void AddFence(NpgsqlBatch batch, IReadOnlyList<GroupWrite> groups) => AddFence(
        batch,
        [.. groups.Select(group => group.Partition.TenantId)],
        [.. groups.Select(group => (short)group.Partition.Partition)],
        [.. groups.Select(group => group.Activation)],
        [.. groups.Select(group => group.Head)]);

    private static void AddChanges(NpgsqlBatch batch, IReadOnlyList<GroupWrite> groups)
    {
        ResponseArrays.AddUpdated(batch, groups);
        TallyArrays.Add(batch, groups);
        CorrectionArrays.Add(batch, groups);
    }

    private async Task TransactAsync(Func<NpgsqlConnection, CommitProgress, Task> work, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            var progress = new CommitProgress();
            try
            {
                await using var connection = await sessions.OpenAsync(cancellation);
                await work(connection, progress);
                return;
            }
            catch (Exception failure) when (PostgresFaults.IsOfDatabase(failure))
            {
                if (progress.IsCommitting && !PostgresFaults.IsRolledBack(failure))
                    throw new UnknownOutcomeException(failure);
                if (attempt == Attempts || !PostgresFaults.IsWorthRepeating(failure))
                    throw PostgresFaults.Of(failure);
            }
        }
    }
}
