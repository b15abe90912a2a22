using System.Collections.Concurrent;
using NpsRealtime.Scoring.Store;

namespace NpsRealtime.Storage;

/// <summary>
/// About how much each partition's commits carry that is not merged: decides when that is worth doing. Nothing depends on its
/// being right; what is merged stands in the database. Thread-safe.
/// </summary>
/// <param name="isAside">
/// Whether somebody merges what is due beside the commits. Then a commit does so itself only where that falls behind, and for what it takes
/// away.
/// </param>
/// <remarks>
/// Merge late makes writing cheaper, since the same buckets are written once for many commits; and loading a score dearer,
/// since it goes through all that is not merged: at these bounds some milliseconds.
/// </remarks>
internal sealed class UnmergedChanges(bool isAside = false)
{
    private const int ChangesDue = 200_000;
    private const int CommitsDue = 1_000;

    /// <summary>So many times what is due may gather while it is merged aside; then whoever brings more has to wait for it.</summary>
    private const int BehindMax = 4;

    /// <summary>One transaction merges about this many at most, lest a thousand partitions become due in the same one.</summary>
    private const int ChangesAtOnceMax = 400_000;

    private readonly ConcurrentDictionary<PartitionAddress, (int Changes, int Commits)> _unmerged = new();

    /// <summary>
    /// Whether each group's partition is to be merged by the group's commit: when something is taken away, since that must find
    /// what it takes; when enough has gathered; and once for a partition of which nothing is known.
    /// </summary>
    public bool[] Plan(IReadOnlyList<GroupWrite> groups)
    {
        var merges = new bool[groups.Count];
        var planned = 0;
        for (var index = 0; index < groups.Count; index++)
        {
            var group = groups[index];
            var isKnown = _unmerged.TryGetValue(group.Partition, out var unmerged);
            var isDue = isAside ? IsBehind(unmerged) : !isKnown || IsDue(unmerged);
            merges[index] = TakesAway(group) || (isDue && planned < ChangesAtOnceMax);
            if (merges[index])
                planned += isKnown ? unmerged.Changes : 0;
        }

        return merges;
    }

    /// <summary>Notes what committed groups left unmerged.</summary>
    public void Committed(IReadOnlyList<GroupWrite> groups, bool[] merged)
    {
        for (var index = 0; index < groups.Count; index++)
        {
            if (merged[index])
                Merged(groups[index].Partition);
            else
                Left(groups[index]);
        }
    }

    /// <summary>Notes that a committed group carries its changes. A partition of which nothing is known may have much from before.</summary>
    public void Left(GroupWrite group) => _unmerged.AddOrUpdate(
        group.Partition,
        _ => (isAside ? ChangesDue : group.Tallies.Count, 1),
        (_, before) => (before.Changes + group.Tallies.Count, before.Commits + 1));

    /// <summary>Notes that all of a partition is merged.</summary>
    public void Merged(PartitionAddress partition) => _unmerged[partition] = default;

    /// <summary>Notes that of what a partition's commits carry so much is merged.</summary>
    public void Merged(PartitionAddress partition, (int Changes, int Commits) merged) => _unmerged.AddOrUpdate(
        partition, _ => default, (_, before) => (Math.Max(0, before.Changes - merged.Changes), Math.Max(0, before.Commits - merged.Commits)));

    /// <summary>What a partition's commits carry, in changes and in commits; null when nothing is known of it.</summary>
    public (int Changes, int Commits)? Of(PartitionAddress partition) =>
        _unmerged.TryGetValue(partition, out var unmerged) ? unmerged : null;

    /// <summary>Whether that is to be merged, whoever waits for it.</summary>
    public static bool IsDue((int Changes, int Commits) unmerged) => unmerged.Changes >= ChangesDue || unmerged.Commits >= CommitsDue;

    /// <summary>Whether whoever brings more has to wait, or to merge it by himself.</summary>
    public static bool IsBehind((int Changes, int Commits) unmerged) =>
        unmerged.Changes >= BehindMax * ChangesDue || unmerged.Commits >= BehindMax * CommitsDue;

    /// <summary>Whether a group takes away what was counted, and so must find it in the tallies.</summary>
    public static bool TakesAway(GroupWrite group)
    {
        for (var index = 0; index < group.Tallies.Count; index++)
        {
            if (group.Tallies[index].Tally.HasNegative)
                return true;
        }

        return false;
    }
}
