using NpsRealtime.Scoring.Partitions;
using NpsRealtime.Scoring.Store;

namespace NpsRealtime.Storage.Tests;

public class UnsettledChangesTests
{
    private readonly UnsettledChanges _unsettled = new();

    [Fact]
    public void Plan_LetsManyGather()
    {
        Settlements(commits: 10).ShouldBe([true, .. Enumerable.Repeat(false, 9)]);
    }

    [Fact]
    public void Plan_SettlesWhenManyHaveGathered()
    {
        Settlements(commits: 2_000).Count(settles => settles).ShouldBe(2);
    }

    private List<bool> Settlements(int commits)
    {
        var settled = new List<bool>();
        for (var commit = 0; commit < commits; commit++)
        {
            GroupWrite[] groups = [new GroupWrite(new PartitionAddress(1, 0), default, 1, [], [], new TallyRow[40], [])];
            var settles = _unsettled.Plan(groups);
            _unsettled.Committed(groups, settles);
            settled.Add(settles[0]);
        }

        return settled;
    }
}
