using NpsRealtime.Scoring.Arithmetic;
using NpsRealtime.Scoring.Partitions;
using NpsRealtime.Scoring.Store;
using NpsRealtime.Storage.Sqlite;

namespace NpsRealtime.Storage.Tests.Sqlite;

public class SqliteMergePlanTests
{
    private readonly SqliteMergePlan _plan = new();

    [Fact]
    public void OneTenantAlone_LetsManyGather()
    {
        Commits(1, commits: 10, changes: 1_000).ShouldBe([Merge.All, .. Enumerable.Repeat(Merge.Later, 9)]);
    }

    [Fact]
    public void WhileAnotherTenantWrites_MergesLittleByLittle()
    {
        Commits(1, commits: 1, changes: 1);
        Commits(2, commits: 1, changes: 1);

        Commits(1, commits: 4, changes: SqliteMergePlan.ChangesAtOnce / 2).ShouldBe([Merge.Later, Merge.All, Merge.Later, Merge.All]);
    }

    [Fact]
    public void WhatGatheredBefore_WaitsWhileAnotherTenantWrites()
    {
        Commits(1, commits: 10, changes: 10_000);
        Commits(2, commits: 1, changes: 1);

        Commits(1, commits: 200, changes: 100).ShouldAllBe(merging => merging == Merge.Own);

        // A large commit joins what waits, and so does not hold up the others either.
        Commits(1, commits: 1, changes: 10_000).ShouldBe([Merge.Later]);
    }

    [Fact]
    public void WhatTakesAway_MergesAll()
    {
        Commits(1, commits: 10, changes: 10_000);
        Commits(2, commits: 1, changes: 1);
        var takes = default(Tally);
        takes.Subtract(Tally.Of(9));

        Commit([Write(1, [new TallyRow(1, 1, default, takes, 0, 0)])]).ShouldBe([Merge.All]);
        Commits(1, commits: 1, changes: 1).ShouldBe([Merge.Later]);
    }

    [Fact]
    public void ManyDueAtOnce_AreMergedOverSomeCommits()
    {
        GroupWrite[] groups = [.. Enumerable.Range(1, 100).Select(tenant => Write(tenant, new TallyRow[SqliteMergePlan.ChangesAtOnce / 100]))];
        for (var commit = 0; commit < 200; commit++)
            Commit(groups);
        var merged = new HashSet<int>();
        for (var commit = 0; commit < 100; commit++)
        {
            var plan = Commit(groups);
            plan.Count(merging => merging == Merge.All).ShouldBeLessThan(15);
            merged.UnionWith(Enumerable.Range(0, plan.Length).Where(index => plan[index] == Merge.All));
        }

        merged.Count.ShouldBe(groups.Length);
    }

    private List<Merge> Commits(int tenantId, int commits, int changes) =>
        [.. Enumerable.Range(0, commits).Select(_ => Commit([Write(tenantId, new TallyRow[changes])])[0])];

    private Merge[] Commit(GroupWrite[] groups)
    {
        var plan = _plan.Plan(groups);
        _plan.Committed(groups, plan);
        return plan;
    }

    private static GroupWrite Write(int tenantId, TallyRow[] changes) => new(new PartitionAddress(tenantId, 0), default, 1, [], [], changes, []);
}
