using NpsRealtime.Scoring.Arithmetic;
using NpsRealtime.Scoring.Partitions;
using NpsRealtime.Scoring.Store;
using NpsRealtime.Storage.Sqlite;

namespace NpsRealtime.Storage.Tests.Sqlite;

public class SqliteSettlingPlanTests
{
    private readonly SqliteSettlingPlan _plan = new();

    [Fact]
    public void OneTenantAlone_LetsManyGather()
    {
        Commits(1, commits: 10, changes: 1_000).ShouldBe([Settling.All, .. Enumerable.Repeat(Settling.Later, 9)]);
    }

    [Fact]
    public void WhileAnotherTenantWrites_SettlesLittleByLittle()
    {
        Commits(1, commits: 1, changes: 1);
        Commits(2, commits: 1, changes: 1);

        Commits(1, commits: 4, changes: SqliteSettlingPlan.ChangesAtOnce / 2).ShouldBe([Settling.Later, Settling.All, Settling.Later, Settling.All]);
    }

    [Fact]
    public void WhatGatheredBefore_WaitsWhileAnotherTenantWrites()
    {
        Commits(1, commits: 10, changes: 10_000);
        Commits(2, commits: 1, changes: 1);

        Commits(1, commits: 200, changes: 100).ShouldAllBe(settling => settling == Settling.Own);

        // A large commit joins what waits, and so does not hold up the others either.
        Commits(1, commits: 1, changes: 10_000).ShouldBe([Settling.Later]);
    }

    [Fact]
    public void WhatTakesAway_SettlesAll()
    {
        Commits(1, commits: 10, changes: 10_000);
        Commits(2, commits: 1, changes: 1);
        var takes = default(Tally);
        takes.Subtract(Tally.Of(9));

        Commit([Write(1, [new TallyRow(1, 1, default, takes, 0, 0)])]).ShouldBe([Settling.All]);
        Commits(1, commits: 1, changes: 1).ShouldBe([Settling.Later]);
    }

    [Fact]
    public void ManyDueAtOnce_AreSettledOverSomeCommits()
    {
        GroupWrite[] groups = [.. Enumerable.Range(1, 100).Select(tenant => Write(tenant, new TallyRow[SqliteSettlingPlan.ChangesAtOnce / 100]))];
        for (var commit = 0; commit < 200; commit++)
            Commit(groups);
        var settled = new HashSet<int>();
        for (var commit = 0; commit < 100; commit++)
        {
            var plan = Commit(groups);
            plan.Count(settling => settling == Settling.All).ShouldBeLessThan(15);
            settled.UnionWith(Enumerable.Range(0, plan.Length).Where(index => plan[index] == Settling.All));
        }

        settled.Count.ShouldBe(groups.Length);
    }

    private List<Settling> Commits(int tenantId, int commits, int changes) =>
        [.. Enumerable.Range(0, commits).Select(_ => Commit([Write(tenantId, new TallyRow[changes])])[0])];

    private Settling[] Commit(GroupWrite[] groups)
    {
        var plan = _plan.Plan(groups);
        _plan.Committed(groups, plan);
        return plan;
    }

    private static GroupWrite Write(int tenantId, TallyRow[] changes) => new(new PartitionAddress(tenantId, 0), default, 1, [], [], changes, []);
}
