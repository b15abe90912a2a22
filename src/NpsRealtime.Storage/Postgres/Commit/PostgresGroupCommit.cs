using Npgsql;
using NpsRealtime.Scoring.Store;
using NpsRealtime.Storage.Postgres.Ownership;
using NpsRealtime.Storage.Postgres.Merge;

namespace NpsRealtime.Storage.Postgres.Commit;

/// <summary>Commits groups of different partitions in one transaction: fence, rows, changes of tallies, correction rows.</summary>
internal sealed class PostgresGroupCommit : IAsyncDisposable
{
    private readonly UnmergedChanges _unmerged = new(isAside: true);
    private readonly MergeTurns _turns = new();
    private readonly PostgresMerger _merger;
    private readonly PostgresSessions _sessions;
    private readonly PostgresOwnership _ownership;

    /// <param name="sessions">The connections.</param>
    /// <param name="ownership">Whether the store is this process's.</param>
    /// <param name="pace">How fast tallies are merged.</param>
    public PostgresGroupCommit(PostgresSessions sessions, PostgresOwnership ownership, MergePace pace)
    {
        (_sessions, _ownership) = (sessions, ownership);
        _merger = new PostgresMerger(sessions, _unmerged, _turns, ownership, pace);
    }

    /// <summary>Above this many new rows COPY is worth its additional round trips.</summary>
    private const int CopiedRowsMin = 256;

    private const int Attempts = 3;

    public async Task CommitAsync(IReadOnlyList<GroupWrite> groups, CancellationToken cancellation)
    {
        _ownership.Demand();
        var isLarge = groups.Sum(group => group.Inserted.Count) >= CopiedRowsMin;
        await _merger.CatchUpAsync(groups, cancellation);
        var merges = _unmerged.Plan(groups);
        using var turn = await TurnAsync(groups, merges, cancellation);
        await TransactAsync((connection, progress) => isLarge || merges.AsSpan().Contains(true)
            ? StepAsync(connection, groups, merges, isLarge, progress, cancellation)
            : SendAsync(connection, groups, merges, progress, cancellation), cancellation);
        _unmerged.Committed(groups, merges);
        _merger.Consider(groups);
    }

    public async Task DownsampleAsync(Downsampling downsampling, CancellationToken cancellation)
    {
        using var turn = await _turns.TakeAsync([downsampling.Partition], cancellation);
        await TransactAsync((connection, progress) => PostgresDownsampling.RunAsync(connection, downsampling, progress, cancellation), cancellation);
        _unmerged.Merged(downsampling.Partition);
    }

    public ValueTask DisposeAsync() => _merger.DisposeAsync();

    /// <summary>Adds the fence of the partitions to a batch, as its first command.</summary>
    public static void AddFence(
        NpgsqlBatch batch, int[] tenantIds, short[] partitions, Guid[] activations, long[] heads, byte[]?[] changes) =>
        batch.Add("select fence($1, $2, $3, $4, $5)", tenantIds, partitions, activations, heads, changes);

    /// <summary>A small transaction in one round trip: a batch without begin and commit is a transaction of its own.</summary>
    private static async Task SendAsync(
        NpgsqlConnection connection, IReadOnlyList<GroupWrite> groups, bool[] merges, CommitProgress progress, CancellationToken cancellation)
    {
        await using var batch = new NpgsqlBatch(connection);
        AddFence(batch, groups, merges);
        ResponseArrays.AddInserted(batch, groups);
        AddChanges(batch, groups);
        progress.IsCommitting = true;
        await batch.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>A transaction of several steps: many new rows by COPY, and changes of tallies that are merged.</summary>
    private static async Task StepAsync(
        NpgsqlConnection connection,
        IReadOnlyList<GroupWrite> groups,
        bool[] merges,
        bool isCopied,
        CommitProgress progress,
        CancellationToken cancellation)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var isMerging = merges.AsSpan().Contains(true);
        await using (var batch = new NpgsqlBatch(connection, transaction))
        {
            if (isMerging)
                PostgresMerge.AddPatience(batch);
            AddFence(batch, groups, merges);
            if (!isMerging)
                AddRows(batch);
            await batch.ExecuteNonQueryAsync(cancellation);
        }

        if (isMerging)
        {
            var merged = groups.Where((_, index) => merges[index]).Select(group => (group.Partition, group.Head + 1, group.Tallies));
            await PostgresMerge.MergeAsync(connection, [.. merged], AddRows, cancellation);
        }

        if (isCopied)
            await ResponseCopy.WriteAsync(connection, groups, cancellation);
        progress.IsCommitting = true;
        await transaction.CommitAsync(cancellation);

        void AddRows(NpgsqlBatch batch)
        {
            if (!isCopied)
                ResponseArrays.AddInserted(batch, groups);
            AddChanges(batch, groups);
        }
    }

    private static void AddFence(NpgsqlBatch batch, IReadOnlyList<GroupWrite> groups, bool[] merges) => AddFence(
        batch,
        [.. groups.Select(group => group.Partition.TenantId)],
        [.. groups.Select(group => (short)group.Partition.Partition)],
        [.. groups.Select(group => group.Activation)],
        [.. groups.Select(group => group.Head)],
        [.. groups.Select((group, index) => merges[index] ? null : PackedTallies.Pack(group.Tallies))]);

    private static void AddChanges(NpgsqlBatch batch, IReadOnlyList<GroupWrite> groups)
    {
        ResponseArrays.AddUpdated(batch, groups);
        CorrectionArrays.Add(batch, groups);
    }

    private ValueTask<MergeTurns.Turn> TurnAsync(IReadOnlyList<GroupWrite> groups, bool[] merges, CancellationToken cancellation) =>
        _turns.TakeAsync([.. groups.Where((_, index) => merges[index]).Select(group => group.Partition)], cancellation);

    private async Task TransactAsync(Func<NpgsqlConnection, CommitProgress, Task> work, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            var progress = new CommitProgress();
            try
            {
                await using var connection = await _sessions.OpenAsync(cancellation);
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
