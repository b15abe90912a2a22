using System.Collections.Concurrent;
using NpsRealtime.Scoring.Store;

namespace NpsRealtime.Storage;

/// <summary>
/// About how much each partition's commits carry that is not settled: decides when that is worth doing. Nothing depends on its
/// being right; what is settled stands in the database. Thread-safe.
/// </summary>
/// <param name="isAside">
/// Whether somebody settles what is due beside the commits. Then a commit does so itself only where that falls behind, and for what it takes
/// away.
/// </param>
/// <remarks>
/// Settling late makes writing cheaper, since the same buckets are written once for many commits; and loading a score dearer,
/// since it goes through all that is not settled: at these bounds some milliseconds.
/// </remarks>
internal sealed class UnsettledChanges(bool isAside = false)
{
    private const int ChangesDue = 200_000;
    private const int CommitsDue = 1_000;

    /// <summary>So many times what is due may gather while it is settled aside; then whoever brings more has to wait for it.</summary>
    private const int BehindMax = 4;

    /// <summary>One transaction settles about this many at most, lest a thousand partitions become due in the same one.</summary>
    private const int ChangesAtOnceMax = 400_000;

    private readonly ConcurrentDictionary<PartitionAddress, (int Changes, int Commits)> _unsettled = new();

    /// <summary>
    /// Whether each group's partition is to be settled by the group's commit: when something is taken away, since that must find
    /// what it takes; when enough has gathered; and once for a partition of which nothing is known.
    /// </summary>
    public bool[] Plan(IReadOnlyList<GroupWrite> groups)
    {
        var settles = new bool[groups.Count];
        var planned = 0;
        for (var index = 0; index < groups.Count; index++)
        {
            var group = groups[index];
            var isKnown = _unsettled.TryGetValue(group.Partition, out var unsettled);
            var isDue = isAside ? IsBehind(unsettled) : !isKnown || IsDue(unsettled);
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
            if (settled[index])
                Settled(groups[index].Partition);
            else
                Left(groups[index]);
        }
    }

    /// <summary>Notes that a committed group carries its changes. A partition of which nothing is known may have much from before.</summary>
    public void Left(GroupWrite group) => _unsettled.AddOrUpdate(
        group.Partition,
        _ => (isAside ? ChangesDue : group.Tallies.Count, 1),
        (_, before) => (before.Changes + group.Tallies.Count, before.Commits + 1));

    /// <summary>Notes that all of a partition is settled.</summary>
    public void Settled(PartitionAddress partition) => _unsettled[partition] = default;

    /// <summary>Notes that of what a partition's commits carry so much is settled.</summary>
    public void Settled(PartitionAddress partition, (int Changes, int Commits) settled) => _unsettled.AddOrUpdate(
        partition, _ => default, (_, before) => (Math.Max(0, before.Changes - settled.Changes), Math.Max(0, before.Commits - settled.Commits)));

    /// <summary>What a partition's commits carry, in changes and in commits; null when nothing is known of it.</summary>
    public (int Changes, int Commits)? Of(PartitionAddress partition) =>
        _unsettled.TryGetValue(partition, out var unsettled) ? unsettled : null;

    /// <summary>Whether that is to be settled, whoever waits for it.</summary>
    public static bool IsDue((int Changes, int Commits) unsettled) => unsettled.Changes >= ChangesDue || unsettled.Commits >= CommitsDue;

    /// <summary>Whether whoever brings more has to wait, or to settle it by himself.</summary>
    public static bool IsBehind((int Changes, int Commits) unsettled) =>
        unsettled.Changes >= BehindMax * ChangesDue || unsettled.Commits >= BehindMax * CommitsDue;

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
