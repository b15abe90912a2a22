using Npgsql;
using NpsRealtime.Scoring.Store;
using NpsRealtime.Storage.Postgres.Ownership;
using NpsRealtime.Storage.Postgres.Settle;

namespace NpsRealtime.Storage.Postgres.Commit;

/// <summary>Commits groups of different partitions in one transaction: fence, rows, changes of tallies, audit rows.</summary>
internal sealed class PostgresGroupCommit : IAsyncDisposable
{
    private readonly UnsettledChanges _unsettled = new(isAside: true);
    private readonly SettlingTurns _turns = new();
    private readonly PostgresSettler _settler;
    private readonly PostgresSessions _sessions;
    private readonly PostgresOwnership _ownership;

    /// <param name="sessions">The connections.</param>
    /// <param name="ownership">Whether the store is this process's.</param>
    /// <param name="pace">How fast tallies are settled.</param>
    public PostgresGroupCommit(PostgresSessions sessions, PostgresOwnership ownership, SettlingPace pace)
    {
        (_sessions, _ownership) = (sessions, ownership);
        _settler = new PostgresSettler(sessions, _unsettled, _turns, ownership, pace);
    }

    /// <summary>Above this many new rows COPY is worth its additional round trips.</summary>
    private const int CopiedRowsMin = 256;

    private const int Attempts = 3;

    public async Task CommitAsync(IReadOnlyList<GroupWrite> groups, CancellationToken cancellation)
    {
        _ownership.Demand();
        var isLarge = groups.Sum(group => group.Inserted.Count) >= CopiedRowsMin;
        await _settler.CatchUpAsync(groups, cancellation);
        var settles = _unsettled.Plan(groups);
        using var turn = await TurnAsync(groups, settles, cancellation);
        await TransactAsync((connection, progress) => isLarge || settles.AsSpan().Contains(true)
            ? StepAsync(connection, groups, settles, isLarge, progress, cancellation)
            : SendAsync(connection, groups, settles, progress, cancellation), cancellation);
        _unsettled.Committed(groups, settles);
        _settler.Consider(groups);
    }

    public async Task FoldAsync(Fold fold, CancellationToken cancellation)
    {
        using var turn = await _turns.TakeAsync([fold.Partition], cancellation);
        await TransactAsync((connection, progress) => PostgresFold.RunAsync(connection, fold, progress, cancellation), cancellation);
        _unsettled.Settled(fold.Partition);
    }

    public ValueTask DisposeAsync() => _settler.DisposeAsync();

    /// <summary>Adds the fence of the partitions to a batch, as its first command.</summary>
    public static void AddFence(
        NpgsqlBatch batch, int[] tenantIds, short[] partitions, Guid[] activations, long[] heads, byte[]?[] changes) =>
        batch.Add("select fence($1, $2, $3, $4, $5)", tenantIds, partitions, activations, heads, changes);

    /// <summary>A small transaction in one round trip: a batch without begin and commit is a transaction of its own.</summary>
    private static async Task SendAsync(
        NpgsqlConnection connection, IReadOnlyList<GroupWrite> groups, bool[] settles, CommitProgress progress, CancellationToken cancellation)
    {
        await using var batch = new NpgsqlBatch(connection);
        AddFence(batch, groups, settles);
        ResponseArrays.AddInserted(batch, groups);
        AddChanges(batch, groups);
        progress.IsCommitting = true;
        await batch.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>A transaction of several steps: many new rows by COPY, and changes of tallies that are settled.</summary>
    private static async Task StepAsync(
        NpgsqlConnection connection,
        IReadOnlyList<GroupWrite> groups,
        bool[] settles,
        bool isCopied,
        CommitProgress progress,
        CancellationToken cancellation)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var isSettling = settles.AsSpan().Contains(true);
        await using (var batch = new NpgsqlBatch(connection, transaction))
        {
            if (isSettling)
                PostgresSettling.AddPatience(batch);
            AddFence(batch, groups, settles);
            if (!isSettling)
                AddRows(batch);
            await batch.ExecuteNonQueryAsync(cancellation);
        }

        if (isSettling)
        {
            var settled = groups.Where((_, index) => settles[index]).Select(group => (group.Partition, group.Head + 1, group.Tallies));
            await PostgresSettling.SettleAsync(connection, [.. settled], AddRows, cancellation);
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

    private static void AddFence(NpgsqlBatch batch, IReadOnlyList<GroupWrite> groups, bool[] settles) => AddFence(
        batch,
        [.. groups.Select(group => group.Partition.TenantId)],
        [.. groups.Select(group => (short)group.Partition.Partition)],
        [.. groups.Select(group => group.Activation)],
        [.. groups.Select(group => group.Head)],
        [.. groups.Select((group, index) => settles[index] ? null : PackedTallies.Pack(group.Tallies))]);

    private static void AddChanges(NpgsqlBatch batch, IReadOnlyList<GroupWrite> groups)
    {
        ResponseArrays.AddUpdated(batch, groups);
        CorrectionArrays.Add(batch, groups);
    }

    private ValueTask<SettlingTurns.Turn> TurnAsync(IReadOnlyList<GroupWrite> groups, bool[] settles, CancellationToken cancellation) =>
        _turns.TakeAsync([.. groups.Where((_, index) => settles[index]).Select(group => group.Partition)], cancellation);

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
