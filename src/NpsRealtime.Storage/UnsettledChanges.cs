using System.Collections.Concurrent;
using NpsRealtime.Scoring.Store;

namespace NpsRealtime.Storage;

/// <summary>
/// About how much each partition's commits carry that is not settled: decides when that is worth doing. Nothing depends on its
/// being right; what is settled stands in the database. Thread-safe.
/// </summary>
/// <remarks>
/// Settling late makes writing cheaper, since the same buckets are written once for many commits; and loading a score dearer,
/// since it goes through all that is not settled: at these bounds some milliseconds.
/// </remarks>
/// <param name="sharedChangesMax">
/// How many changes gather while several tenants write, where everybody waits for the one writer: so many as are settled in a time
/// that the others hardly notice.
/// </param>
internal sealed class UnsettledChanges(int sharedChangesMax = UnsettledChanges.ChangesMax)
{
    private const int SharedCommits = 256;

    private const int ChangesMax = 200_000;
    private const int CommitsMax = 1_000;

    /// <summary>One transaction settles about this many at most, lest a thousand partitions become due in the same one.</summary>
    private const int ChangesAtOnceMax = 400_000;

    private readonly ConcurrentDictionary<PartitionAddress, (int Changes, int Commits)> _unsettled = new();
    private int? _lastTenant;
    private int _commitsOfOne = SharedCommits;

    /// <summary>
    /// Whether each group's partition is to be settled by the group's commit: when something is taken away, since that must find
    /// what it takes; when enough has gathered; and once for a partition of which nothing is known.
    /// </summary>
    public bool[] Plan(IReadOnlyList<GroupWrite> groups)
    {
        var changesMax = IsShared(groups) ? sharedChangesMax : ChangesMax;
        var settles = new bool[groups.Count];
        var planned = 0;
        for (var index = 0; index < groups.Count; index++)
        {
            var group = groups[index];
            var isKnown = _unsettled.TryGetValue(group.Partition, out var unsettled);
            var isDue = !isKnown || unsettled.Changes >= changesMax || unsettled.Commits >= CommitsMax;
            settles[index] = TakesAway(group) || (isDue && planned < ChangesAtOnceMax);
            if (settles[index])
                planned += isKnown ? unsettled.Changes : 0;
        }

        return settles;
    }

    /// <summary>Notes what committed groups left unsettled.</summary>
    public void Committed(IReadOnlyList<GroupWrite> groups, bool[] settled)
    {
        for (var index = 0; index < groups.Count; index++)
        {
            var group = groups[index];
            if (settled[index])
                _unsettled[group.Partition] = default;
            else
                _unsettled.AddOrUpdate(group.Partition, _ => (group.Tallies.Count, 1), (_, before) => (before.Changes + group.Tallies.Count, before.Commits + 1));
        }
    }

    /// <summary>Notes that a fold has settled everything.</summary>
    public void Settled(PartitionAddress partition) => _unsettled[partition] = default;

    // Whether one of the last commits was another tenant's.
    private bool IsShared(IReadOnlyList<GroupWrite> groups)
    {
        foreach (var group in groups)
        {
            _commitsOfOne = _lastTenant is null || group.Partition.TenantId == _lastTenant ? Math.Min(_commitsOfOne + 1, SharedCommits) : 0;
            _lastTenant = group.Partition.TenantId;
        }

        return _commitsOfOne < SharedCommits;
    }

    private static bool TakesAway(GroupWrite group)
    {
        for (var index = 0; index < group.Tallies.Count; index++)
        {
            if (group.Tallies[index].Tally.HasNegative)
                return true;
        }

        return false;
    }
}
