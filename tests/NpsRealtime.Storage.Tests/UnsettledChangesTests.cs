using NpsRealtime.Scoring.Partitions;
using NpsRealtime.Scoring.Store;

namespace NpsRealtime.Storage.Tests;

public class UnsettledChangesTests
{
    [Fact]
    public void Plan_LetsManyGather()
    {
        Settlements(new UnsettledChanges(), commits: 10).ShouldBe([true, .. Enumerable.Repeat(false, 9)]);
    }

    [Fact]
    public void Plan_SettlesWhenManyHaveGathered()
    {
        Settlements(new UnsettledChanges(), commits: 2_000).Count(settles => settles).ShouldBe(2);
    }

    [Fact]
    public void Plan_SettledAside_LeavesItUntilThatFallsBehind()
    {
        var settlements = Settlements(new UnsettledChanges(isAside: true), commits: 5_000);

        settlements.Count(settles => settles).ShouldBe(1);
        settlements.IndexOf(true).ShouldBeInRange(3_000, 4_500);
    }

    [Fact]
    public void Of_SettledAside_IsDueAtFirstAndKeepsWhatCameMeanwhile()
    {
        var unsettled = new UnsettledChanges(isAside: true);
        var partition = new PartitionAddress(1, 0);
        Settlements(unsettled, commits: 1);
        var before = unsettled.Of(partition).ShouldNotBeNull();
        Settlements(unsettled, commits: 2);

        unsettled.Settled(partition, before);

        UnsettledChanges.IsDue(before).ShouldBeTrue();
        unsettled.Of(partition).ShouldBe((80, 2));
    }

    private static List<bool> Settlements(UnsettledChanges unsettled, int commits)
    {
        var settled = new List<bool>();
        for (var commit = 0; commit < commits; commit++)
        {
            GroupWrite[] groups = [new GroupWrite(new PartitionAddress(1, 0), default, 1, [], [], new TallyRow[40], [])];
            var settles = unsettled.Plan(groups);
            unsettled.Committed(groups, settles);
            settled.Add(settles[0]);
        }

        return settled;
    }
}
