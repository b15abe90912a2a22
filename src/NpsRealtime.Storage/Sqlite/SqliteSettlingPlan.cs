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

    private const int SharedCommits = 256;
    private const int ChangesLeast = RowsAtOnce / 2;
    private const int ChangesMost = 20_000;

    // So many times what is settled at once is no longer little by little.
    private const int BacklogFactor = 4;

    private readonly Lock _gate = new();
    private readonly UnsettledChanges _unsettled = new();
    private int? _lastTenant;
    private int _commitsOfOne = SharedCommits;
    private uint _turn;
    private double _changesAtOnce = RowsAtOnce;

    /// <summary>What each group's commit does.</summary>
    public Settling[] Plan(IReadOnlyList<GroupWrite> groups)
    {
        lock (_gate)
        {
            Look(groups);
            if (_commitsOfOne < SharedCommits)
                return PlanShared(groups, (int)_changesAtOnce);
        }

        return Array.ConvertAll(_unsettled.Plan(groups), settles => settles ? Settling.All : Settling.Later);
    }

    /// <summary>Notes what committed groups did.</summary>
    /// <param name="groups">The groups.</param>
    /// <param name="plan">What was planned for each.</param>
    /// <param name="rows">How many rows of tallies that wrote.</param>
    public void Committed(IReadOnlyList<GroupWrite> groups, Settling[] plan, int rows)
    {
        var settled = 0;
        for (var index = 0; index < groups.Count; index++)
        {
            var group = groups[index];
            if (plan[index] != Settling.Later)
                settled += group.Tallies.Count;
            if (plan[index] == Settling.All)
            {
                settled += _unsettled.Of(group.Partition)?.Changes ?? 0;
                _unsettled.Settled(group.Partition);
            }
            else if (plan[index] == Settling.Later)
            {
                _unsettled.Left(group);
            }
        }

        if (settled >= ChangesLeast)
            Learn(settled, rows);
    }

    /// <summary>Notes that a fold has settled everything.</summary>
    public void Settled(PartitionAddress partition) => _unsettled.Settled(partition);

    private Settling[] PlanShared(IReadOnlyList<GroupWrite> groups, int atOnce)
    {
        var plan = new Settling[groups.Count];
        var room = 2 * Math.Max(atOnce, groups.Sum(group => group.Tallies.Count));
        var first = (int)(_turn++ % groups.Count);
        for (var step = 0; step < groups.Count; step++)
        {
            // Many small tenants become due in the same transaction; then each is settled by one of its next, in turn.
            var index = (first + step) % groups.Count;
            plan[index] = room > 0 || UnsettledChanges.TakesAway(groups[index]) ? PlanShared(groups[index], atOnce) : Settling.Later;
            if (plan[index] != Settling.Later)
                room -= groups[index].Tallies.Count;
            if (plan[index] == Settling.All)
                room -= _unsettled.Of(groups[index].Partition)?.Changes ?? 0;
        }

        return plan;
    }

    private Settling PlanShared(GroupWrite group, int atOnce)
    {
        if (UnsettledChanges.TakesAway(group) || _unsettled.Of(group.Partition) is not { } unsettled || UnsettledChanges.IsDue(unsettled))
            return Settling.All;
        if (unsettled.Changes > atOnce * BacklogFactor)
            return group.Tallies.Count <= atOnce * BacklogFactor ? Settling.Own : Settling.Later;
        return unsettled.Changes + group.Tallies.Count >= atOnce ? Settling.All : Settling.Later;
    }

    // The same buckets change again and again, so that many changes may be few rows; how many depends on what is sent.
    private void Learn(int changes, int rows)
    {
        lock (_gate)
        {
            var fitting = Math.Min(changes, ChangesMost) * (double)RowsAtOnce / Math.Max(rows, 1);
            _changesAtOnce = Math.Clamp(fitting, _changesAtOnce * 0.5, _changesAtOnce * 1.5);
            _changesAtOnce = Math.Clamp(_changesAtOnce, ChangesLeast, ChangesMost);
        }
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
