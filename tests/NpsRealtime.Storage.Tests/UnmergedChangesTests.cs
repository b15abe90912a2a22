using NpsRealtime.Scoring.Partitions;
using NpsRealtime.Scoring.Store;

namespace NpsRealtime.Storage.Tests;

public class UnmergedChangesTests
{
    [Fact]
    public void Plan_LetsManyGather()
    {
        Merges(new UnmergedChanges(), commits: 10).ShouldBe([true, .. Enumerable.Repeat(false, 9)]);
    }

    [Fact]
    public void Plan_MergesWhenManyHaveGathered()
    {
        Merges(new UnmergedChanges(), commits: 2_000).Count(merges => merges).ShouldBe(2);
    }

    [Fact]
    public void Plan_MergedAside_LeavesItUntilThatFallsBehind()
    {
        var merges = Merges(new UnmergedChanges(isAside: true), commits: 5_000);

        merges.Count(merges => merges).ShouldBe(1);
        merges.IndexOf(true).ShouldBeInRange(3_000, 4_500);
    }

    [Fact]
    public void Of_MergedAside_IsDueAtFirstAndKeepsWhatCameMeanwhile()
    {
        var unmerged = new UnmergedChanges(isAside: true);
        var partition = new PartitionAddress(1, 0);
        Merges(unmerged, commits: 1);
        var before = unmerged.Of(partition).ShouldNotBeNull();
        Merges(unmerged, commits: 2);

        unmerged.Merged(partition, before);

        UnmergedChanges.IsDue(before).ShouldBeTrue();
        unmerged.Of(partition).ShouldBe((80, 2));
    }

    private static List<bool> Merges(UnmergedChanges unmerged, int commits)
    {
        var merged = new List<bool>();
        for (var commit = 0; commit < commits; commit++)
        {
            GroupWrite[] groups = [new GroupWrite(new PartitionAddress(1, 0), default, 1, [], [], new TallyRow[40], [])];
            var merges = unmerged.Plan(groups);
            unmerged.Committed(groups, merges);
            merged.Add(merges[0]);
        }

        return merged;
    }
}
