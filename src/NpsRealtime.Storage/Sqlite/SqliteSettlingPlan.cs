using NpsRealtime.Scoring.Store;

namespace NpsRealtime.Storage.Sqlite;

/// <summary>
/// When commits settle where there is one writer, for whom everybody waits. While one tenant writes, late and all at once, which is
/// cheapest. While several do, little by little: each time so many changes as become about <see cref="RowsAtOnce"/> rows of tallies. What
/// had gathered before is then left for a quieter time, since all of it would take a hundred milliseconds. Thread-safe.
/// </summary>
internal sealed class SqliteSettlingPlan
{
    /// <summary>Rows of tallies that are written in one or two milliseconds.</summary>
    public const int RowsAtOnce = 200;

    private const int ChangesAtOnce = 500;

    private const int SharedCommits = 256;

    // So many times what is settled at once is no longer little by little.
    private const int BacklogFactor = 4;

    private readonly Lock _gate = new();
    private readonly UnsettledChanges _unsettled = new();
    private int? _lastTenant;
    private int _commitsOfOne = SharedCommits;

    /// <summary>What each group's commit does.</summary>
    public Settling[] Plan(IReadOnlyList<GroupWrite> groups)
    {
        lock (_gate)
        {
            Look(groups);
            if (_commitsOfOne < SharedCommits)
                return [.. groups.Select(PlanShared)];
        }

        return Array.ConvertAll(_unsettled.Plan(groups), settles => settles ? Settling.All : Settling.Later);
    }

    /// <summary>Notes what committed groups did.</summary>
    /// <param name="groups">The groups.</param>
    /// <param name="plan">What was planned for each.</param>
    /// <param name="rows">How many rows of tallies that wrote.</param>
    public void Committed(IReadOnlyList<GroupWrite> groups, Settling[] plan, int rows)
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
