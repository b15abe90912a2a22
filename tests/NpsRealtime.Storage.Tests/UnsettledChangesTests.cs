using NpsRealtime.Scoring.Partitions;
using NpsRealtime.Scoring.Store;

namespace NpsRealtime.Storage.Tests;

public class UnsettledChangesTests
{
    private const int SharedChangesMax = 100;

    private readonly UnsettledChanges _unsettled = new(SharedChangesMax);

    [Fact]
    public void Plan_OneTenantAlone_LetsManyGather()
    {
        Settlements(1, commits: 10).ShouldBe([true, .. Enumerable.Repeat(false, 9)]);
    }

    [Fact]
    public void Plan_WhileAnotherTenantWrites_SettlesSoon()
    {
        Settlements(1, commits: 10);
        Settlements(2, commits: 1);

        Settlements(1, commits: 3).ShouldContain(true);
    }

    private List<bool> Settlements(int tenantId, int commits)
    {
        var settled = new List<bool>();
        for (var commit = 0; commit < commits; commit++)
        {
            GroupWrite[] groups = [Write(tenantId)];
            var settles = _unsettled.Plan(groups);
            _unsettled.Committed(groups, settles);
            settled.Add(settles[0]);
        }

        return settled;
    }

    private static GroupWrite Write(int tenantId) =>
        new(new PartitionAddress(tenantId, 0), default, 1, [], [], new TallyRow[40], []);
}
