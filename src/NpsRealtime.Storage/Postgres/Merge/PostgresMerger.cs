using System.Collections.Concurrent;
using NpsRealtime.Scoring;
using NpsRealtime.Scoring.Engine;
using NpsRealtime.Scoring.Store;
using NpsRealtime.Storage.Postgres.Ownership;

namespace NpsRealtime.Storage.Postgres.Merge;

/// <summary>
/// Merges what is due in transactions of its own, while commits go on: a partition's row is locked only at the end, for an instant. So
/// the tallies of a year's import, a row each for nearly every change, are written on another processor than the responses.
/// </summary>
/// <remarks>
/// A failure of the database is tried again at the partition's next commit, and nobody sees it. Any other (changes that can't be read)
/// would come again and again in silence: so from then on each commit of that partition waits for a new attempt, and fails as that does.
/// </remarks>
/// <param name="sessions">The connections.</param>
/// <param name="unmerged">What is due.</param>
/// <param name="turns">Keeps commits that merge by themselves apart.</param>
/// <param name="ownership">Whether the store is this process's.</param>
/// <param name="pace">How fast.</param>
internal sealed class PostgresMerger(
    PostgresSessions sessions, UnmergedChanges unmerged, MergeTurns turns, PostgresOwnership ownership, MergePace pace) : IAsyncDisposable
{
    private const int PartitionsAtOnceMax = 200;

    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _lock = new();
    private readonly Dictionary<PartitionAddress, Guid> _due = [];
    private readonly ConcurrentDictionary<PartitionAddress, Exception> _failures = [];
    private readonly HashSet<PartitionAddress> _inHand = [];
    private TaskCompletionSource _round = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task? _running;
    private bool _isDisposed;

    /// <summary>Begins to merge those partitions of committed groups in which enough has gathered.</summary>
    public void Consider(IReadOnlyList<GroupWrite> groups)
    {
        lock (_lock)
        {
            foreach (var group in groups)
            {
                if (IsDue(group.Partition) || _failures.ContainsKey(group.Partition))
                    _due[group.Partition] = group.Activation;
            }

            if (_due.Count > 0 && !_isDisposed)
                _running ??= Task.Factory.StartNew(RunAsync, CancellationToken.None, TaskCreationOptions.DenyChildAttach, BulkThreads.Deciding).Unwrap();
        }
    }

    /// <summary>
    /// Waits, if more has gathered in one of these groups' partitions than is good, until enough of it is merged, or an attempt has failed. So a
    /// flood goes on as fast as its changes are merged, and not in turns with it.
    /// </summary>
    /// <exception cref="InvalidOperationException">The changes of one of them can't be merged, and that is not the database's fault.</exception>
    public async ValueTask CatchUpAsync(IReadOnlyList<GroupWrite> groups, CancellationToken cancellation)
    {
        foreach (var group in groups)
        {
            if (!MustWait(group.Partition))
                continue;
            Consider([group]);
            while (MustWait(group.Partition) && IsComing(group.Partition, out var round))
                await round.WaitAsync(cancellation);
        }

        foreach (var group in groups)
        {
            if (_failures.TryGetValue(group.Partition, out var failure))
                throw new InvalidOperationException($"What the commits of {group.Partition} carry can't be merged: {failure.Message}", failure);
        }
    }

    public async ValueTask DisposeAsync()
    {
        lock (_lock)
        {
            // A host disposes of its store once for each interface under which it is known.
            if (_isDisposed)
                return;
            _isDisposed = true;
            _stopping.Cancel();
        }

        Task? running;
        lock (_lock)
            running = _running;
        if (running is not null)
            await running;
        _stopping.Dispose();
    }

    /// <summary>Whether a partition is being merged or will be, and what ends when something is.</summary>
    private bool IsComing(PartitionAddress partition, out Task round)
    {
        lock (_lock)
        {
            round = _round.Task;
            return _due.ContainsKey(partition) || _inHand.Contains(partition);
        }
    }

    private async Task RunAsync()
    {
        while (Take() is { Count: > 0 } partitions)
        {
            // Together they take less of the database; one that can't be merged must not keep the others from it.
            if (await TryAsync(partitions) || partitions.Count == 1)
                continue;
            foreach (var partition in partitions)
                await TryAsync([partition]);
        }
    }

    /// <summary>Merges some partitions; false after a failure that is not the database's.</summary>
    private async Task<bool> TryAsync(List<OwnedPartition> partitions)
    {
        try
        {
            await MergeAsync(partitions, _stopping.Token);
        }
        catch (Exception failure) when (PostgresFaults.IsOfDatabase(failure) || failure is OperationCanceledException or StoreUnavailableException)
        {
            // Nothing is changed, and each is still due: the next commit of its partition brings it here again.
            return true;
        }
        catch (Exception failure)
        {
            if (partitions.Count == 1)
                _failures[partitions[0].Address] = failure;
            return false;
        }

        foreach (var partition in partitions)
            _failures.TryRemove(partition.Address, out _);
        return true;
    }

    private async Task MergeAsync(List<OwnedPartition> partitions, CancellationToken cancellation)
    {
        PartitionAddress[] addresses = [.. partitions.Select(partition => partition.Address)];
        using var turn = await turns.TakeAsync(addresses, cancellation);

        // Some of them may have been merged by a commit meanwhile.
        OwnedPartition[] due = [.. partitions.Where(partition => IsDue(partition.Address) || _failures.ContainsKey(partition.Address))];
        if (due.Length == 0)
            return;
        var before = Array.ConvertAll(due, partition => unmerged.Of(partition.Address) ?? default);
        ownership.Demand();
        if (!await PostgresMergeAside.MergeAsync(sessions, due, pace, cancellation))
            return;
        for (var index = 0; index < due.Length; index++)
            unmerged.Merged(due[index].Address, before[index]);
    }

    private List<OwnedPartition> Take()
    {
        lock (_lock)
        {
            _inHand.Clear();
            _round.SetResult();
            _round = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

            // While others send, that takes its time, and what a partition of theirs takes away has to wait for it: so one at a time.
            List<OwnedPartition> taken = [];
            foreach (var (address, activation) in _due.Take(pace.IsShared ? 1 : PartitionsAtOnceMax))
                taken.Add(new OwnedPartition(address, activation));
            foreach (var partition in taken)
            {
                _due.Remove(partition.Address);
                _inHand.Add(partition.Address);
            }

            if (taken.Count == 0 || _isDisposed)
            {
                // Whoever waited begins anew, or merges by himself.
                _running = null;
                taken.Clear();
                _inHand.Clear();
                _due.Clear();
            }

            return taken;
        }
    }

    private bool MustWait(PartitionAddress partition) =>
        _failures.ContainsKey(partition) || (unmerged.Of(partition) is { } known && UnmergedChanges.IsBehind(known));

    private bool IsDue(PartitionAddress partition) => unmerged.Of(partition) is { } known && UnmergedChanges.IsDue(known);
}
