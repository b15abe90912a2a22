using NpsRealtime.Contracts;
using NpsRealtime.Scoring.Engine;
using NpsRealtime.Scoring.LiveScores;
using NpsRealtime.Scoring.Partitions;
using NpsRealtime.Scoring.Store;
using NpsRealtime.Scoring.Tenants;
using NpsRealtime.Scoring.Windows;

namespace NpsRealtime.Scoring.Tests.Partitions;

/// <summary>Live scores attach to a partition only while it has confirmed in the database that it is still the owner.</summary>
public sealed class AttachmentTests : NoScoringLog
{
    private readonly Tenant _acme = new(1, "acme", "acme", TimeZoneInfo.Utc, new byte[Tenant.IdKeyBytes], partitions: 1);
    private int _fencesLost;

    [Fact]
    public async Task Attach_ConfirmationFailed_TheNextOneConfirms()
    {
        var (store, clock, options) = (new ScriptedStore(), new ShiftingClock(), new ScoringOptions());
        var partition = new ResponsePartition(new PartitionAddress(_acme.Id, 0), new TenantKeys(_acme, store, options), store, options, clock, this);
        await partition.StartAsync(CancellationToken.None);
        clock.Advance(TimeSpan.FromSeconds(2));
        var looks = 0;
        store.BeforeLook = () =>
        {
            if (++looks == 1)
                throw new StoreUnavailableException("Away.");
        };

        await Should.ThrowAsync<StoreUnavailableException>(() => partition.AttachAsync(keyId: 1, isWatched: true, CancellationToken.None));
        store.Database.Start(partition.Address, Guid.NewGuid(), new Minute(0));
        await partition.AttachAsync(keyId: 1, isWatched: true, CancellationToken.None);

        looks.ShouldBe(2);
        _fencesLost.ShouldBe(1);
    }

    [Fact]
    public async Task Attach_WhileAnotherIsBeingConfirmed_WaitsForThat()
    {
        var (store, clock, options) = (new ScriptedStore(), new ShiftingClock(), new ScoringOptions());
        var partition = new ResponsePartition(new PartitionAddress(_acme.Id, 0), new TenantKeys(_acme, store, options), store, options, clock, this);
        var former = (await partition.StartAsync(CancellationToken.None)).Activation;
        store.Database.Start(partition.Address, Guid.NewGuid(), new Minute(0));
        clock.Advance(TimeSpan.FromSeconds(2));
        Task<RollUp>? second = null;
        store.BeforeLook = () => second ??= partition.AttachAsync(keyId: 2, isWatched: true, CancellationToken.None);

        var first = await partition.AttachAsync(keyId: 1, isWatched: true, CancellationToken.None);

        // Who lost its fence must not tell anybody that it is the owner.
        first.Activation.ShouldNotBe(former);
        (await second.ShouldNotBeNull()).Activation.ShouldBe(first.Activation);
    }

    [Fact]
    public async Task Start_DatabaseWentBack_KeysAreDoubtedBeforeAnybodyMayUseThem()
    {
        var (store, options) = (new ScriptedStore(), new ScoringOptions());
        var keys = new TenantKeys(_acme, store, options);
        await keys.ResolveAsync([Requests.Post("a", 9)], CancellationToken.None);
        ResponsePartition? partition = null;
        var isUsable = false;
        var clock = new WatchedClock(() =>
            isUsable |= partition?.State is not null && keys.FindAsync(Requests.KeyOf("channel/web"), CancellationToken.None).AsTask().IsCompleted);
        partition = new ResponsePartition(new PartitionAddress(_acme.Id, 0), keys, store, options, clock, this);
        var state = await partition.StartAsync(CancellationToken.None);
        partition.Committed(state.Activation, head: 4, []);
        partition.Lose(state.Activation);
        isUsable = false;

        await partition.StartAsync(CancellationToken.None);

        isUsable.ShouldBeFalse("a group that is decided at this moment would be counted under numbers that mean nothing any more");
    }

    /// <summary>Calls back whenever somebody asks for the time.</summary>
    private sealed class WatchedClock(Action onAsked) : TimeProvider
    {
        public override long GetTimestamp()
        {
            onAsked();
            return base.GetTimestamp();
        }
    }

    public override void FenceLost(PartitionAddress partition) => _fencesLost++;
}
