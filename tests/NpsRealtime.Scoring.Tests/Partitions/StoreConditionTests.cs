using NpsRealtime.Contracts;
using NpsRealtime.Scoring.Engine;
using NpsRealtime.Scoring.Partitions;
using NpsRealtime.Scoring.Responses;
using NpsRealtime.Scoring.Store;
using NpsRealtime.Scoring.Tenants;
using static NpsRealtime.Contracts.Requests;

namespace NpsRealtime.Scoring.Tests.Partitions;

/// <summary>A store that fails for long: every try ends, and an operator is told when it changes.</summary>
public class StoreConditionTests
{
    [Fact]
    public async Task Commit_AnswersLostForEver_EndsAfterAFewWritesWithUnavailable()
    {
        await using var world = new CommitterWorld();
        var (writes, isBroken) = (0, true);
        world.Store.BeforeCommit = (_, _) =>
        {
            writes++;
            if (isBroken)
                throw new UnknownOutcomeException(new TimeoutException("The answer was lost."));
        };

        for (var sender = 1; sender <= 5; sender++)
        {
            (await world.CommitAsync(world.Send(0, Post("a", 9))))[0].ShouldBe([ResponseStatus.Unavailable]);
            writes.ShouldBe(3 * sender);
        }

        world.Told.ShouldBe((1, 0));
        world.OutcomesUnknown.ShouldBe(3);
        world.StoreFault.ShouldNotBeNull();
        isBroken = false;
        (await world.CommitAsync(world.Send(0, Post("a", 9))))[0].ShouldBe([ResponseStatus.Accepted]);
        world.Told.ShouldBe((1, 1));
        world.StoreFault.ShouldBeNull();
        world.FencesLost.ShouldBe(0);
    }

    [Fact]
    public async Task Commit_StoreAway_IsToldOnceAndOnceWhenItIsBack()
    {
        await using var world = new CommitterWorld();
        var isAway = true;
        world.Store.BeforeCommit = (_, _) =>
        {
            if (isAway)
                throw new StoreUnavailableException("The disk is full.");
        };

        for (var round = 1; round <= 2; round++)
        {
            isAway = true;
            for (var sender = 0; sender < 10; sender++)
                (await world.CommitAsync(world.Send(0, Post($"{round}", 9)), world.Send(1, Post($"{round}", 9))))[0].ShouldBe([ResponseStatus.Unavailable]);
            world.StoreFault.ShouldBe("The disk is full.");
            isAway = false;
            for (var sender = 0; sender < 10; sender++)
                await world.CommitAsync(world.Send(0, Post($"{round}-{sender}", 9)));
            world.Told.ShouldBe((round, round));
            world.StoreFault.ShouldBeNull();
        }
    }

    [Fact]
    public async Task Downsampling_ThatFailed_IsNotWantedAgainForAWhile()
    {
        var clock = new ShiftingClock();
        var tenant = new Tenant(1, "acme", "acme", TimeZoneInfo.Utc, new byte[Tenant.IdKeyBytes], partitions: 1);
        var (store, options) = (new ScriptedStore(), new ScoringOptions());
        var log = new DownsamplingLog();
        var partition = new ResponsePartition(new PartitionAddress(1, 0), new TenantKeys(tenant, store, options), store, options, clock, log);
        await partition.StartAsync(CancellationToken.None);
        var committer = new Committer(store, options, clock, log);
        var running = committer.RunAsync();
        clock.Advance(TimeSpan.FromDays(3));
        store.BeforeDownsampling = () => throw new StoreUnavailableException("The disk is full.");

        partition.WantDownsampling().ShouldBeTrue();
        committer.Ready(partition);
        committer.Complete();
        await running.WaitAsync(TimeSpan.FromSeconds(20));

        log.Failed.ShouldBe(1);
        partition.WantDownsampling().ShouldBeFalse();
        clock.Advance(TimeSpan.FromSeconds(11));
        partition.WantDownsampling().ShouldBeTrue();
    }

    private sealed class DownsamplingLog : NoScoringLog
    {
        public int Failed { get; private set; }

        public override void DownsamplingFailed(PartitionAddress partition, Exception failure) => Failed++;
    }
}
