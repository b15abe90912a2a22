using Npgsql;
using NpsRealtime.Scoring.Store;

namespace NpsRealtime.Storage.Postgres;

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
    public PostgresGroupCommit(PostgresSessions sessions, PostgresOwnership ownership)
    {
        (_sessions, _ownership) = (sessions, ownership);
        _settler = new PostgresSettler(sessions, _unsettled, _turns, ownership);
    }

    /// <summary>Above this many new rows COPY is worth its additional round trips.</summary>
    private const int CopiedRowsMin = 256;

    private const int Attempts = 3;

    /// <summary>How a commit's new rows get into the table.</summary>
    private enum NewRows
    {
        Sent,
        Copied,

        /// <summary>They are there.</summary>
        Staged,
    }

    public async Task CommitAsync(IReadOnlyList<GroupWrite> groups, CancellationToken cancellation)
    {
        _ownership.Demand();
        var isLarge = groups.Sum(group => group.Inserted.Count) >= CopiedRowsMin;
        await _settler.CatchUpAsync(groups, cancellation);
        var settles = _unsettled.Plan(groups);
        using var turn = await TurnAsync(groups, settles, cancellation);
        await TransactAsync((connection, progress) => isLarge || settles.AsSpan().Contains(true)
            ? StepAsync(connection, groups, settles, isLarge ? NewRows.Copied : NewRows.Sent, progress, cancellation)
            : SendAsync(connection, groups, settles, progress, cancellation), cancellation);
        Committed(groups, settles);
    }

    /// <summary>Copies many new rows in a transaction that is fenced and committed later; null for a few.</summary>
    /// <remarks>
    /// The lock keeps nobody from committing or taking over. But a new owner waits for it before it writes anything: otherwise an id
    /// that was staged by an owner which is frozen now could not be inserted by anybody else.
    /// </remarks>
    public async Task<IStagedRows?> StageAsync(IReadOnlyList<GroupRows> groups, CancellationToken cancellation)
    {
        _ownership.Demand();
        if (groups.Sum(group => group.Inserted.Count) < CopiedRowsMin)
            return null;
        NpgsqlConnection? connection = null;
        NpgsqlTransaction? transaction = null;
        try
        {
            connection = await _sessions.OpenAsync(cancellation);
            transaction = await connection.BeginTransactionAsync(cancellation);
            await PostgresPartitions.HoldAsync(connection, groups, cancellation);
            await ResponseCopy.WriteAsync(connection, groups, cancellation);
            return new PostgresStagedRows(this, connection, transaction);
        }
        catch (Exception failure)
        {
            if (transaction is not null)
                await new PostgresStagedRows(this, connection!, transaction).DisposeAsync();
            else if (connection is not null)
                await connection.DisposeAsync();
            if (PostgresFaults.IsOfDatabase(failure))
                throw PostgresFaults.Of(failure);
            throw;
        }
    }

    /// <summary>
    /// Fences and commits groups whose new rows are staged. False when nothing is committed and nothing is known of why: then they may be
    /// committed from the beginning.
    /// </summary>
    /// <exception cref="UnknownOutcomeException">The answer was lost.</exception>
    public async Task<bool> TryCommitStagedAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, IReadOnlyList<GroupWrite> groups, CancellationToken cancellation)
    {
        _ownership.Demand();
        await _settler.CatchUpAsync(groups, cancellation);
        var settles = _unsettled.Plan(groups);
        using var turn = await TurnAsync(groups, settles, cancellation);
        var progress = new CommitProgress();
        try
        {
            await FinishAsync(connection, transaction, groups, settles, NewRows.Staged, progress, cancellation);
        }
        catch (Exception failure) when (PostgresFaults.IsOfDatabase(failure))
        {
            return progress.IsCommitting && !PostgresFaults.IsRolledBack(failure) ? throw new UnknownOutcomeException(failure) : false;
        }

        Committed(groups, settles);
        return true;
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
    private async Task StepAsync(
        NpgsqlConnection connection,
        IReadOnlyList<GroupWrite> groups,
        bool[] settles,
        NewRows rows,
        CommitProgress progress,
        CancellationToken cancellation)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await FinishAsync(connection, transaction, groups, settles, rows, progress, cancellation);
    }

    /// <summary>Everything from the fence to the commit.</summary>
    private async Task FinishAsync(
        NpgsqlConnection connection,
        NpgsqlTransaction transaction,
        IReadOnlyList<GroupWrite> groups,
        bool[] settles,
        NewRows rows,
        CommitProgress progress,
        CancellationToken cancellation)
    {
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

        if (rows == NewRows.Copied)
            await ResponseCopy.WriteAsync(connection, [.. groups.Select(group => new GroupRows(group.Partition, group.Inserted))], cancellation);
        progress.IsCommitting = true;
        await transaction.CommitAsync(cancellation);

        void AddRows(NpgsqlBatch batch)
        {
            if (rows == NewRows.Sent)
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

    private void Committed(IReadOnlyList<GroupWrite> groups, bool[] settled)
    {
        _unsettled.Committed(groups, settled);
        _settler.Consider(groups);
    }

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
