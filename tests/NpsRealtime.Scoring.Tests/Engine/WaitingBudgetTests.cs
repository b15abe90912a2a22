using NpsRealtime.Scoring.Engine;

namespace NpsRealtime.Scoring.Tests.Engine;

public class WaitingBudgetTests
{
    private readonly WaitingBudget _budget = new(1_000);

    [Fact]
    public void TryTake_OneTenantAlone_GetsHalf()
    {
        var taken = 0;
        while (_budget.TryTake(1, 10))
            taken += 10;

        taken.ShouldBe(500);
        _budget.Used.ShouldBe(500);
    }

    [Fact]
    public void TryTake_AnotherTenant_FindsRoomWhileOneFloods()
    {
        while (_budget.TryTake(1, 10))
        {
        }

        _budget.TryTake(2, 10).ShouldBeTrue();
        _budget.TryTake(1, 10).ShouldBeFalse();
    }

    [Fact]
    public void TryTake_ManyTenants_NeverMoreThanTheWhole()
    {
        for (var round = 0; round < 200; round++)
        {
            for (var tenant = 0; tenant < 50; tenant++)
                _budget.TryTake(tenant, 7);
        }

        _budget.Used.ShouldBeLessThanOrEqualTo(1_000);
    }

    [Fact]
    public void TryTake_LargerThanTheWhole_GetsInOnlyAlone()
    {
        _budget.TryTake(1, 5_000).ShouldBeTrue();
        _budget.TryTake(2, 1).ShouldBeFalse();
        _budget.Return(1, 5_000);

        _budget.TryTake(2, 1).ShouldBeTrue();
        _budget.TryTake(1, 5_000).ShouldBeFalse();
    }

    [Fact]
    public async Task Take_NoRoom_WaitsUntilThereIs()
    {
        _budget.TryTake(1, 1_000).ShouldBeTrue();
        var waiting = _budget.TakeAsync(2, 10, CancellationToken.None).AsTask();
        waiting.IsCompleted.ShouldBeFalse();

        _budget.Return(1, 1_000);

        await waiting.WaitAsync(TimeSpan.FromSeconds(10));
        _budget.Used.ShouldBe(10);
    }

    [Fact]
    public async Task Take_MoreThanTheTenantMayHoldNow_WaitsThoughThereIsRoom()
    {
        var tenantBytesMax = 100L;
        await _budget.TakeAsync(2, 90, () => tenantBytesMax, CancellationToken.None);
        var waiting = _budget.TakeAsync(2, 20, () => tenantBytesMax, CancellationToken.None).AsTask();
        waiting.IsCompleted.ShouldBeFalse();
        _budget.TryTake(1, 300).ShouldBeTrue();

        _budget.Return(2, 90);

        await waiting.WaitAsync(TimeSpan.FromSeconds(10));
        _budget.Used.ShouldBe(320);
    }

    [Fact]
    public async Task Take_GivesUp_HoldsNothing()
    {
        _budget.TryTake(1, 1_000).ShouldBeTrue();
        using var givingUp = new CancellationTokenSource();
        var waiting = _budget.TakeAsync(2, 10, givingUp.Token).AsTask();

        await givingUp.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(waiting);
        _budget.Return(1, 1_000);
        _budget.Used.ShouldBe(0);
    }

    [Fact]
    public async Task Take_ManySendersOfManyTenants_AllGetThrough()
    {
        await Task.WhenAll(Enumerable.Range(0, 32).Select(sender => Task.Run(async () =>
        {
            for (var round = 0; round < 200; round++)
            {
                await _budget.TakeAsync(sender % 5, 90, CancellationToken.None);
                _budget.Used.ShouldBeLessThanOrEqualTo(1_000);
                if (round % 16 == 0)
                    await Task.Yield();
                _budget.Return(sender % 5, 90);
            }
        }))).WaitAsync(TimeSpan.FromSeconds(60));

        _budget.Used.ShouldBe(0);
    }
}
