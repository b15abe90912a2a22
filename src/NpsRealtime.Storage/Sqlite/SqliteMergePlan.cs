using NpsRealtime.Scoring.Store;

namespace NpsRealtime.Storage.Sqlite;

/// <summary>
/// When commits merge where there is one writer, for whom everybody waits. While one tenant writes, late and all at once, which is
/// cheapest. While several do, little by little: <see cref="ChangesAtOnce"/> each time. What had gathered before is then left for a quieter
/// time, since all of it would take a hundred milliseconds. Thread-safe.
/// </summary>
internal sealed class SqliteMergePlan
{
    /// <summary>Changes that are written in one or two milliseconds.</summary>
    public const int ChangesAtOnce = 500;

    private const int SharedCommits = 256;

    // So many times what is merged at once is no longer little by little.
    private const int BacklogFactor = 4;

    private readonly Lock _gate = new();
    private readonly UnmergedChanges _unmerged = new();
    private int? _lastTenant;
    private int _commitsOfOne = SharedCommits;
    private uint _turn;

    /// <summary>What each group's commit does.</summary>
    public Merge[] Plan(IReadOnlyList<GroupWrite> groups)
    {
        lock (_gate)
        {
            Look(groups);
            if (_commitsOfOne < SharedCommits)
                return PlanShared(groups);
        }

        return Array.ConvertAll(_unmerged.Plan(groups), merges => merges ? Merge.All : Merge.Later);
    }

    /// <summary>Notes what committed groups did.</summary>
    /// <param name="groups">The groups.</param>
    /// <param name="plan">What was planned for each.</param>
    public void Committed(IReadOnlyList<GroupWrite> groups, Merge[] plan)
    {
        for (var index = 0; index < groups.Count; index++)
        {
            var group = groups[index];
            if (plan[index] == Merge.All)
                _unmerged.Merged(group.Partition);
            else if (plan[index] == Merge.Later)
                _unmerged.Left(group);
        }
    }

    /// <summary>Notes that a downsampling has merged everything.</summary>
    public void Merged(PartitionAddress partition) => _unmerged.Merged(partition);

    private Merge[] PlanShared(IReadOnlyList<GroupWrite> groups)
    {
        var plan = new Merge[groups.Count];
        var room = 2 * Math.Max(ChangesAtOnce, groups.Sum(group => group.Tallies.Count));
        var first = (int)(_turn++ % groups.Count);
        for (var step = 0; step < groups.Count; step++)
        {
            // Many small tenants become due in the same transaction; then each is merged by one of its next, in turn.
            var index = (first + step) % groups.Count;
            plan[index] = room > 0 || UnmergedChanges.TakesAway(groups[index]) ? PlanShared(groups[index]) : Merge.Later;
            if (plan[index] != Merge.Later)
                room -= groups[index].Tallies.Count;
            if (plan[index] == Merge.All)
                room -= _unmerged.Of(groups[index].Partition)?.Changes ?? 0;
        }

        return plan;
    }

    private Merge PlanShared(GroupWrite group)
    {
        if (UnmergedChanges.TakesAway(group) || _unmerged.Of(group.Partition) is not { } unmerged || UnmergedChanges.IsDue(unmerged))
            return Merge.All;
        if (unmerged.Changes > ChangesAtOnce * BacklogFactor)
            return group.Tallies.Count <= ChangesAtOnce * BacklogFactor ? Merge.Own : Merge.Later;
        return unmerged.Changes + group.Tallies.Count >= ChangesAtOnce ? Merge.All : Merge.Later;
    }

    private void Look(IReadOnlyList<GroupWrite> groups)
    {
        foreach (var group in groups)
        {
            _commitsOfOne = _lastTenant is null || group.Partition.TenantId == _lastTenant ? Math.Min(_commitsOfOne + 1, SharedCommits) : 0;
            _lastTenant = group.Partition.TenantId;
        }
    }
}
