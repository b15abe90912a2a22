using NpsRealtime.Scoring.Store;

namespace NpsRealtime.Storage.Sqlite;

/// <summary>
/// When commits settle where there is one writer, for whom everybody waits. While one tenant writes, late and all at once, which is
/// cheapest. While several do, little by little: <see cref="ChangesAtOnce"/> each time. What had gathered before is then left for a quieter
/// time, since all of it would take a hundred milliseconds. Thread-safe.
/// </summary>
internal sealed class SqliteSettlingPlan
{
    /// <summary>Changes that are written in one or two milliseconds.</summary>
    public const int ChangesAtOnce = 500;

    private const int SharedCommits = 256;

    // So many times what is settled at once is no longer little by little.
    private const int BacklogFactor = 4;

    private readonly Lock _gate = new();
    private readonly UnsettledChanges _unsettled = new();
    private int? _lastTenant;
    private int _commitsOfOne = SharedCommits;
    private uint _turn;

    /// <summary>What each group's commit does.</summary>
    public Settling[] Plan(IReadOnlyList<GroupWrite> groups)
    {
        lock (_gate)
        {
            Look(groups);
            if (_commitsOfOne < SharedCommits)
                return PlanShared(groups);
        }

        return Array.ConvertAll(_unsettled.Plan(groups), settles => settles ? Settling.All : Settling.Later);
    }

    /// <summary>Notes what committed groups did.</summary>
    /// <param name="groups">The groups.</param>
    /// <param name="plan">What was planned for each.</param>
    public void Committed(IReadOnlyList<GroupWrite> groups, Settling[] plan)
    {
        for (var index = 0; index < groups.Count; index++)
        {
            var group = groups[index];
            if (plan[index] == Settling.All)
                _unsettled.Settled(group.Partition);
            else if (plan[index] == Settling.Later)
                _unsettled.Left(group);
        }
    }

    /// <summary>Notes that a fold has settled everything.</summary>
    public void Settled(PartitionAddress partition) => _unsettled.Settled(partition);

    private Settling[] PlanShared(IReadOnlyList<GroupWrite> groups)
    {
        var plan = new Settling[groups.Count];
        var room = 2 * Math.Max(ChangesAtOnce, groups.Sum(group => group.Tallies.Count));
        var first = (int)(_turn++ % groups.Count);
        for (var step = 0; step < groups.Count; step++)
        {
            // Many small tenants become due in the same transaction; then each is settled by one of its next, in turn.
            var index = (first + step) % groups.Count;
            plan[index] = room > 0 || UnsettledChanges.TakesAway(groups[index]) ? PlanShared(groups[index]) : Settling.Later;
            if (plan[index] != Settling.Later)
                room -= groups[index].Tallies.Count;
            if (plan[index] == Settling.All)
                room -= _unsettled.Of(groups[index].Partition)?.Changes ?? 0;
        }

        return plan;
    }

    private Settling PlanShared(GroupWrite group)
    {
        if (UnsettledChanges.TakesAway(group) || _unsettled.Of(group.Partition) is not { } unsettled || UnsettledChanges.IsDue(unsettled))
            return Settling.All;
        if (unsettled.Changes > ChangesAtOnce * BacklogFactor)
            return group.Tallies.Count <= ChangesAtOnce * BacklogFactor ? Settling.Own : Settling.Later;
        return unsettled.Changes + group.Tallies.Count >= ChangesAtOnce ? Settling.All : Settling.Later;
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
