using NpsRealtime.Scoring.Engine;
using NpsRealtime.Scoring.Tenants;

namespace NpsRealtime.Scoring.Tests.Engine;

/// <summary>A tenant that was deleted is not found again, whoever still holds it.</summary>
public sealed class TenantHomesTests
{
    private readonly TenantHomes<Home> _homes;
    private readonly List<Home> _released = [];
    private Tenant? _stored = Tenant(1);
    private Action _onRead = () => { };

    public TenantHomesTests() => _homes = new TenantHomes<Home>(
        (_, _) =>
        {
            var read = _stored;
            _onRead();
            return Task.FromResult(read is null ? null : Tenant(read.Id));
        },
        tenant => new Home(tenant),
        _released.Add);

    [Fact]
    public async Task Find_DeletedWhileAViewerHoldsIt_IsNull()
    {
        var held = (await FindAsync())!.Tenant;
        Delete(held);

        _homes.Of(held);

        (await FindAsync()).ShouldBeNull();
        held.IsDeleted.ShouldBeTrue();
    }

    [Fact]
    public async Task Find_DeletedBetweenReadAndMemory_IsNull()
    {
        _onRead = () => Delete(Tenant(1));

        (await FindAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task Find_DeletedAndMadeAnewBetweenReadAndMemory_IsTheNewOne()
    {
        _onRead = () =>
        {
            _onRead = () => { };
            Delete(Tenant(1));
            _stored = Tenant(2);
        };

        (await FindAsync())!.Tenant.Id.ShouldBe(2);
        (await FindAsync())!.Tenant.Id.ShouldBe(2);
    }

    [Fact]
    public async Task Stored_AfterDeletion_TakesTheNameAndKeepsIt()
    {
        var held = (await FindAsync())!.Tenant;
        Delete(held);
        var revenant = _homes.Of(held);
        _stored = Tenant(2);

        var anew = _homes.Stored(_stored);

        anew.Tenant.Id.ShouldBe(2);
        _homes.Of(held).ShouldBeSameAs(anew);
        (await FindAsync()).ShouldBeSameAs(anew);
        _released.ShouldContain(revenant);
    }

    [Fact]
    public async Task Stored_DeletedElsewhere_ForgetsTheOneBefore()
    {
        var held = (await FindAsync())!.Tenant;

        _homes.Stored(Tenant(2)).Tenant.Id.ShouldBe(2);

        held.IsDeleted.ShouldBeTrue();
    }

    [Fact]
    public async Task Forget_AnotherOfTheName_LeavesThePresentOne()
    {
        var home = await FindAsync();

        _homes.Forget(Tenant(7));

        (await FindAsync()).ShouldBeSameAs(home);
        _released.ShouldBeEmpty();
    }

    private Task<Home?> FindAsync() => _homes.FindAsync("acme", CancellationToken.None);

    private void Delete(Tenant tenant)
    {
        _stored = null;
        _homes.Forget(tenant);
    }

    private static Tenant Tenant(int id) => new(id, "acme", "acme", TimeZoneInfo.Utc, new byte[Scoring.Tenants.Tenant.IdKeyBytes], partitions: 1);

    private sealed record Home(Tenant Tenant) : ITenantHome;
}
