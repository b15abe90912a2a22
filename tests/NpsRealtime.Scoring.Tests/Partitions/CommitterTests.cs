using NpsRealtime.Scoring.Engine;
using NpsRealtime.Scoring.Responses;
using NpsRealtime.Scoring.Store;
using static NpsRealtime.Contracts.Requests;

namespace NpsRealtime.Scoring.Tests.Partitions;

public class CommitterTests
{
    [Fact]
    public async Task Commit_AnswerLostAfterwards_IsFoundCommittedAndNotRepeated()
    {
        await using var world = new CommitterWorld();
        world.Store.AfterCommit = number => FailIf(number == 1, new UnknownOutcomeException(new TimeoutException()));

        var sent = world.Send(0, Post("a", 9), Post("a", 9));

        (await world.CommitAsync(sent))[0].ShouldBe([ResponseStatus.Accepted, ResponseStatus.Duplicate]);
        (await sent).ShouldAllBe(outcome => outcome.Head == 1);
        world.Store.Commits.Count.ShouldBe(1);
        (await world.CommitAsync(world.Send(0, Post("b", 9))))[0].ShouldBe([ResponseStatus.Accepted]);
    }

    [Fact]
    public async Task Commit_FewBesideMany_DoNotShareTheirTransaction()
    {
        await using var world = new CommitterWorld();

        var many = world.Send(0, [.. Enumerable.Range(0, 5_000).Select(number => Post("m" + number, 9))]);
        var few = world.Send(1, Post("f", 9));

        (await world.CommitAsync(many, few)).ShouldAllBe(statuses => statuses.All(status => status == ResponseStatus.Accepted));
        world.Store.Commits.ShouldAllBe(groups => groups.Count == 1);
        var sizes = world.Store.Commits.ConvertAll(groups => groups[0].Inserted.Count);
        sizes.Sum().ShouldBe(5_001);
        sizes.ShouldContain(1);
    }

    [Fact]
    public async Task Commit_ManyAfterAFew_AreSmallTransactionsBeforeTheyAreAFlood()
    {
        await using var world = new CommitterWorld();
        world.Store.BulkResponsesBesideFewMax = 100;
        await world.CommitAsync(world.Send(1, Post("f", 9)));

        await world.CommitAsync(world.Send(0, [.. Enumerable.Range(0, 1_500).Select(number => Post("m" + number, 9))]));

        // What is left in the end does not press, and is a lane's of the few.
        var sizes = world.Store.Commits.ConvertAll(groups => groups.Sum(group => group.Inserted.Count));
        sizes.ShouldBe([1, .. Enumerable.Repeat(100, 11), 400]);
    }

    [Fact]
    public async Task Commit_ManyAlone_AreLargeTransactions()
    {
        await using var world = new CommitterWorld();
        world.Store.BulkResponsesBesideFewMax = 100;

        await world.CommitAsync(world.Send(0, [.. Enumerable.Range(0, 1_500).Select(number => Post("m" + number, 9))]));

        world.Store.Commits.Max(groups => groups.Sum(group => group.Inserted.Count)).ShouldBe(1_500);
    }

    [Fact]
    public async Task Commit_AnswerLostBefore_IsWrittenAgain()
    {
        await using var world = new CommitterWorld();
        world.Store.BeforeCommit = (number, _) => FailIf(number <= 2, new UnknownOutcomeException(new TimeoutException()));

        (await world.CommitAsync(world.Send(0, Post("a", 9)), world.Send(1, Post("b", 9))))
            .ShouldAllBe(statuses => statuses.Single() == ResponseStatus.Accepted);

        world.Store.Commits.Count.ShouldBe(3);
        world.Store.Database.Look(world.Partitions[0].Address).Head.ShouldBe(1);
    }

    [Fact]
    public async Task Commit_AnswerLostAndDatabaseGone_SaysUnavailableAndStartsAnew()
    {
        await using var world = new CommitterWorld();
        world.Store.AfterCommit = number => FailIf(number == 1, new UnknownOutcomeException(new TimeoutException()));
        var looks = 0;
        world.Store.BeforeLook = () => FailIf(++looks <= 5, new StoreUnavailableException("Away."));

        (await world.CommitAsync(world.Send(0, Post("a", 9))))[0].ShouldBe([ResponseStatus.Unavailable]);

        looks.ShouldBe(5);
        world.FencesLost.ShouldBe(1);
        (await world.CommitAsync(world.Send(0, Post("a", 9))))[0].ShouldBe([ResponseStatus.Duplicate]);
    }

    [Fact]
    public async Task Commit_AnswerLostAndAnotherOwnerFound_SaysUnavailable()
    {
        await using var world = new CommitterWorld();
        world.Store.BeforeCommit = (number, _) =>
        {
            if (number > 1)
                return;
            world.Store.Database.Start(world.Partitions[0].Address, Guid.NewGuid(), default);
            throw new UnknownOutcomeException(new TimeoutException());
        };

        (await world.CommitAsync(world.Send(0, Post("a", 9))))[0].ShouldBe([ResponseStatus.Unavailable]);
        (await world.CommitAsync(world.Send(0, Post("a", 9))))[0].ShouldBe([ResponseStatus.Accepted]);
    }

    [Theory]
    [InlineData(1_000, new[] { 0 })]
    [InlineData(1_000, new[] { 613 })]
    [InlineData(1_000, new[] { 998, 999 })]
    [InlineData(1_000, new[] { 3, 777 })]
    [InlineData(8, new[] { 0, 1, 2, 3, 4, 5, 6, 7 })]
    [InlineData(1, new[] { 0 })]
    public async Task Commit_Poison_IsIsolatedExactly(int count, int[] poison)
    {
        await using var world = new CommitterWorld();
        var bad = poison.Select(index => $"r-{index}").ToHashSet();
        world.Store.BeforeCommit = (_, groups) => FailIf(
            groups.Any(group => group.Inserted.Any(row => bad.Contains(row.Content!.Id!))),
            new RefusedByStoreException("Poison.", new InvalidOperationException()));

        var statuses = await world.CommitAsync(
            world.Send(0, [.. Enumerable.Range(0, count).Select(index => Post($"r-{index}", 9))]), world.Send(1, Post("innocent", 9)));

        for (var index = 0; index < count; index++)
        {
            statuses[0][index].ShouldBe(poison.Contains(index) ? ResponseStatus.Refused : ResponseStatus.Accepted, $"r-{index}");
            world.IsStored($"r-{index}").ShouldBe(!poison.Contains(index));
        }

        statuses[1].ShouldBe([ResponseStatus.Accepted]);
        world.Refused.ShouldBe(poison.Length);
        world.FencesLost.ShouldBe(0);
    }

    [Fact]
    public async Task Commit_OnePartitionFenced_ItStartsAnewAndEveryGroupIsCommitted()
    {
        await using var world = new CommitterWorld();
        await world.CommitAsync(world.Send(0, Post("a", 9)), world.Send(1, Post("b", 9)), world.Send(2, Post("c", 9)));
        world.Store.Database.Start(world.Partitions[1].Address, Guid.NewGuid(), default);

        (await world.CommitAsync(world.Send(0, Post("d", 9)), world.Send(1, Post("e", 9)), world.Send(2, Post("f", 9))))
            .ShouldAllBe(statuses => statuses.Single() == ResponseStatus.Accepted);

        world.FencesLost.ShouldBe(1);
        world.Partitions.ShouldAllBe(partition => world.Store.Database.Look(partition.Address) == partition.State);
    }

    [Fact]
    public async Task Commit_OnePartitionFencedForEver_FailsAloneAfterOneMoreAttempt()
    {
        await using var world = new CommitterWorld();
        world.Store.BeforeCommit = (_, groups) => FailIf(
            groups.Any(group => group.Partition.Partition == 1), new FencedException(world.Partitions[1].Address));

        var statuses = await world.CommitAsync(world.Send(0, Post("a", 9)), world.Send(1, Post("b", 9)), world.Send(2, Post("c", 9)));

        statuses.Select(some => some.Single()).ShouldBe([ResponseStatus.Accepted, ResponseStatus.Unavailable, ResponseStatus.Accepted]);
        world.FencesLost.ShouldBe(2);
        world.IsStored("b").ShouldBeFalse();
    }

    [Fact]
    public async Task Commit_DatabaseAway_SaysUnavailableAndGoesOnWhenItIsBack()
    {
        await using var world = new CommitterWorld();
        world.Store.BeforeCommit = (number, _) => FailIf(number == 1, new StoreUnavailableException("Away."));

        (await world.CommitAsync(world.Send(0, Post("a", 9)))).ShouldHaveSingleItem().ShouldBe([ResponseStatus.Unavailable]);
        (await world.CommitAsync(world.Send(0, Post("a", 9)))).ShouldHaveSingleItem().ShouldBe([ResponseStatus.Accepted]);
    }

    [Fact]
    public async Task Prepare_DatabaseAway_SaysUnavailableAndGoesOnWhenItIsBack()
    {
        await using var world = new CommitterWorld();
        var (starts, additions) = (0, 0);
        world.Store.BeforeStart = () => FailIf(++starts == 1, new StoreUnavailableException("Away."));
        world.Store.BeforeAddKeys = () => FailIf(++additions == 1, new StoreUnavailableException("Away."));

        for (var attempt = 0; attempt < 2; attempt++)
            (await world.CommitAsync(world.Send(0, Post("a", 9))))[0].ShouldBe([ResponseStatus.Unavailable]);
        (await world.CommitAsync(world.Send(0, Post("a", 9))))[0].ShouldBe([ResponseStatus.Accepted]);
    }

    [Fact]
    public async Task Commit_SomethingUnforeseen_LeavesNobodyWaitingAndGoesOn()
    {
        await using var world = new CommitterWorld();
        world.Store.AfterCommit = number => FailIf(number == 1, new InvalidOperationException("Nobody foresaw this."));

        (await world.CommitAsync(world.Send(0, Post("a", 9), Post("b", 9))))[0].ShouldBe([ResponseStatus.Unavailable, ResponseStatus.Unavailable]);

        world.UnforeseenFailures.ShouldHaveSingleItem();
        (await world.CommitAsync(world.Send(0, Post("a", 9), Post("c", 9))))[0].ShouldBe([ResponseStatus.Duplicate, ResponseStatus.Accepted]);
    }

    [Fact]
    public async Task Commit_OneGroupBreaksAnInvariant_TheOthersAreCommitted()
    {
        await using var world = new CommitterWorld();
        world.Store.BeforeCommit = (_, groups) => FailIf(
            groups.Any(group => group.Partition.Partition == 1), new InvalidOperationException("The tally does not hold what is to be taken."));

        var statuses = await world.CommitAsync(world.Send(0, Post("a", 9)), world.Send(1, Post("b", 9)), world.Send(2, Post("c", 9)));

        statuses.Select(some => some.Single()).ShouldBe([ResponseStatus.Accepted, ResponseStatus.Unavailable, ResponseStatus.Accepted]);
        world.UnforeseenFailures.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Commit_OnlyDuplicates_WritesNothing()
    {
        await using var world = new CommitterWorld();
        await world.CommitAsync(world.Send(0, Post("a", 9)));

        var again = world.Send(0, Post("a", 9), Post("a", 3));

        (await world.CommitAsync(again))[0].ShouldBe([ResponseStatus.Duplicate, ResponseStatus.Conflict]);
        (await again).ShouldAllBe(outcome => outcome.Head == 1);
        world.Store.Commits.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Commit_MoreThanAGroupHolds_IsCommittedGroupByGroupAlsoAtTheEnd()
    {
        await using var world = new CommitterWorld(new ScoringOptions { GroupResponsesMax = 10 });
        var sent = world.Send(0, [.. Enumerable.Range(0, 95).Select(index => Post($"r-{index}", 9))]);

        world.Complete();

        (await world.CommitAsync(sent))[0].ShouldAllBe(status => status == ResponseStatus.Accepted);
        world.Store.Commits.Count.ShouldBe(10);
    }

    [Fact]
    public async Task Ready_AfterTheEnd_IsRefusedAtOnce()
    {
        await using var world = new CommitterWorld();
        world.Complete();

        (await world.CommitAsync(world.Send(0, Post("a", 9))))[0].ShouldBe([ResponseStatus.Unavailable]);
        (await world.CommitAsync(world.Send(0, Post("b", 9))))[0].ShouldBe([ResponseStatus.Unavailable]);
    }

    private static void FailIf(bool condition, Exception failure)
    {
        if (condition)
            throw failure;
    }
}
