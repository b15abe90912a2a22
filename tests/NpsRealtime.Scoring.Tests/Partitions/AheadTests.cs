using NpsRealtime.Contracts;
using NpsRealtime.Scoring.Engine;
using NpsRealtime.Scoring.Responses;
using NpsRealtime.Scoring.Tests.Support;
using static NpsRealtime.Contracts.Requests;

namespace NpsRealtime.Scoring.Tests.Partitions;

/// <summary>What is decided ahead is void when what it was built on does not come through.</summary>
public class AheadTests
{
    /// <summary>Found by seed 1290 of the calls' simulation: a repetition was told "duplicate" of what had waited too long, and was lost.</summary>
    [Fact]
    public async Task Commit_GroupDecidedAheadHasWaitedTooLong_NothingIsDecidedOnTopOfIt()
    {
        var clock = new FixedTime(Now);
        await using var world = new CommitterWorld(new ScoringOptions { GroupResponsesMax = 4 }, clock);
        var commits = new Queue<TaskCompletionSource>([new(), new()]);
        var (first, second) = (commits.First(), commits.Last());
        world.Store.CommittingAsync = () => commits.TryDequeue(out var commit) ? commit.Task : Task.CompletedTask;

        var running = world.CommitAsync();
        var before = world.Send(0, Post("x", 9));
        await UntilAsync(() => commits.Count == 1);

        // Both are decided while the first is being written, which fails when one of them has waited too long.
        var late = world.Send(0, Now.AddSeconds(1), Post("a", 9));
        var other = world.Send(1, Post("h", 9));
        await UntilAsync(() => world.Store.GroupsRead == 3);
        clock.Now = Now.AddSeconds(2);
        first.SetException(new StoreUnavailableException("Away."));
        (await late)[0].Status.ShouldBe(ResponseStatus.Unavailable);
        await UntilAsync(() => commits.Count == 0);

        // It is sent again while the other one is being written.
        var again = world.Send(0, Post("a", 9));
        await UntilAsync(() => !world.Partitions[0].IsPressed);
        second.SetResult();

        (await world.CommitAsync(before, other, again)).ShouldBe(
            [[ResponseStatus.Unavailable], [ResponseStatus.Accepted], [ResponseStatus.Accepted]]);
        world.IsStored("a").ShouldBeTrue();
        await running;
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        for (var attempt = 0; attempt < 2_000 && !condition(); attempt++)
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
        condition().ShouldBeTrue();
    }
}
