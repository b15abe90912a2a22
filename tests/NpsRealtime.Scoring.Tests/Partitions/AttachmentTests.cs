using NpsRealtime.Contracts;
using NpsRealtime.Scoring.Engine;
using NpsRealtime.Scoring.Partitions;
using NpsRealtime.Scoring.Store;
using NpsRealtime.Scoring.Tenants;
using NpsRealtime.Scoring.Windows;

namespace NpsRealtime.Scoring.Tests.Partitions;

/// <summary>Live scores attach to a partition only while it has confirmed in the database that it is still the owner.</summary>
public sealed class AttachmentTests : NoScoringLog
{
    private int _fencesLost;

    [Fact]
    public async Task Attach_ConfirmationFailed_TheNextOneConfirms()
    {
        var (store, clock, options) = (new ScriptedStore(), new ShiftingClock(), new ScoringOptions());
        var tenant = new Tenant(1, "acme", "acme", TimeZoneInfo.Utc, new byte[Tenant.IdKeyBytes], partitions: 1);
        var partition = new ResponsePartition(new PartitionAddress(tenant.Id, 0), new TenantKeys(tenant, store, options), store, options, clock, this);
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

    public override void FenceLost(PartitionAddress partition) => _fencesLost++;
}
