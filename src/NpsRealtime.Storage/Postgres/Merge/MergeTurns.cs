using NpsRealtime.Scoring.Store;

namespace NpsRealtime.Storage.Postgres.Merge;

/// <summary>
/// Who merges which partitions at the moment: a commit, a downsampling, or <see cref="PostgresMerger"/>. Two at once would write the same changes
/// into the tallies; the second is refused by the database, but only after both have waited for each other's rows.
/// </summary>
internal sealed class MergeTurns
{
    private readonly Lock _lock = new();
    private readonly HashSet<PartitionAddress> _taken = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Waits until nobody merges any of these partitions; until the result is disposed of, nobody else does.</summary>
    /// <remarks>All are taken at once or none, so that no two wait for each other.</remarks>
    public async ValueTask<Turn> TakeAsync(IReadOnlyList<PartitionAddress> partitions, CancellationToken cancellation)
    {
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                if (!partitions.Any(_taken.Contains))
                {
                    _taken.UnionWith(partitions);
                    return new Turn(this, partitions);
                }

                changed = _changed.Task;
            }

            await changed.WaitAsync(cancellation);
        }
    }

    private void Return(IReadOnlyList<PartitionAddress> partitions)
    {
        if (partitions.Count == 0)
            return;
        TaskCompletionSource changed;
        lock (_lock)
        {
            _taken.ExceptWith(partitions);
            changed = _changed;
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        changed.SetResult();
    }

    /// <summary>The partitions that somebody merges.</summary>
    public readonly struct Turn(MergeTurns turns, IReadOnlyList<PartitionAddress> partitions) : IDisposable
    {
        public void Dispose() => turns.Return(partitions);
    }
}
