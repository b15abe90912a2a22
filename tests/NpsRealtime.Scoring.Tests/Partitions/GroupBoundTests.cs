using NpsRealtime.Contracts;
using NpsRealtime.Scoring.Partitions;

namespace NpsRealtime.Scoring.Tests.Partitions;

public class GroupBoundTests
{
    private readonly ShiftingClock _clock = new();
    private readonly ScoringOptions _options = new();

    [Fact]
    public void Bound_OfOneTenantAlone_IsTheWhole()
    {
        var bound = new GroupBound(_options, _clock);
        bound.Seen(1, responses: 5_000, isPressed: true);
        bound.Seen(1, responses: 3, isPressed: false);

        bound.Responses.ShouldBe(_options.GroupResponsesMax);
    }

    [Fact]
    public void Bound_OfTenantsThatAllSendMuch_IsTheWhole()
    {
        var bound = new GroupBound(_options, _clock);
        bound.Seen(1, responses: 5_000, isPressed: true);
        bound.Seen(2, responses: 5_000, isPressed: true);

        bound.Responses.ShouldBe(_options.GroupResponsesMax);
    }

    [Fact]
    public void Bound_OfAThousandTenantsThatSendSomeHundredEach_IsTheWhole()
    {
        var bound = new GroupBound(_options, _clock);
        for (var tenant = 0; tenant < 2_000; tenant++)
        {
            bound.Seen(tenant, responses: 500, isPressed: true);
            bound.Seen(tenant + 1, responses: 20, isPressed: false);
            bound.IsShared.ShouldBeFalse();
            _clock.Advance(TimeSpan.FromMilliseconds(5));
        }

        bound.Responses.ShouldBe(_options.GroupResponsesMax);
    }

    [Fact]
    public void Bulk_OfWhoGoesOn_StaysBulkThoughNeverMuchWaits()
    {
        var bound = Shared();
        for (var second = 0; second < 60; second++)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            bound.Seen(1, responses: 300, isPressed: false);
            bound.Seen(2, responses: 3, isPressed: false);
            bound.IsBulk(1).ShouldBeTrue();
        }
    }

    [Fact]
    public void Bound_WhenAFloodBeginsWhileOthersSend_IsSharedAtOnce()
    {
        var bound = new GroupBound(_options, _clock);
        bound.Seen(2, responses: 3, isPressed: false);
        bound.Seen(1, responses: 3, isPressed: false);
        _clock.Advance(TimeSpan.FromSeconds(1));

        bound.Seen(1, responses: 5_000, isPressed: true);

        bound.IsShared.ShouldBeTrue();
    }

    [Fact]
    public void Bound_WhenWhoSentAFewBeginsAFlood_IsTheWhole()
    {
        var bound = new GroupBound(_options, _clock);
        bound.Seen(1, responses: 3, isPressed: false);

        bound.Seen(1, responses: 5_000, isPressed: true);

        bound.IsShared.ShouldBeFalse();
    }

    [Fact]
    public void Bound_WhileAFloodWaitsForTheDatabase_StaysShared()
    {
        var bound = Shared();
        var shared = bound.Responses;
        using (bound.Begin([1]))
        {
            for (var second = 0; second < 12; second++)
            {
                _clock.Advance(TimeSpan.FromSeconds(1));
                bound.Seen(2, responses: 3, isPressed: false);
                bound.Responses.ShouldBe(shared);
            }
        }

        bound.Responses.ShouldBe(shared);
        _clock.Advance(TimeSpan.FromSeconds(4));
        bound.IsShared.ShouldBeFalse();
    }

    [Fact]
    public void Bound_WhileAFewAreWritten_IsNoLongerSharedThanTheFloodLasts()
    {
        var bound = Shared();
        using (bound.Begin([2]))
            _clock.Advance(TimeSpan.FromSeconds(4));

        bound.IsShared.ShouldBeFalse();
    }

    [Fact]
    public void Bound_WhileAnotherSendsAFew_IsASmallPartOfTheWhole() =>
        Shared().Responses.ShouldBeLessThan(_options.GroupResponsesMax / 10);

    [Fact]
    public void Bound_AfterTheOthersWentQuiet_IsTheWholeAgain()
    {
        var bound = Shared();

        _clock.Advance(TimeSpan.FromSeconds(11));

        bound.Responses.ShouldBe(_options.GroupResponsesMax);
    }

    [Fact]
    public void Bound_AfterTheFloodWentQuiet_IsTheWholeAgainForAll()
    {
        var bound = Shared();

        _clock.Advance(TimeSpan.FromSeconds(4));
        bound.Seen(2, responses: 3, isPressed: false);
        bound.Seen(3, responses: 500, isPressed: true);
        bound.Responses.ShouldBe(_options.GroupResponsesMax);

        bound.Seen(1, responses: 500, isPressed: true);
        bound.IsShared.ShouldBeTrue();
    }

    [Fact]
    public void Rest_WhileAnotherSendsAFew_IsThreeTimesTheWork()
    {
        var bound = Shared();

        bound.RestAfter(TimeSpan.FromMilliseconds(4)).ShouldBe(TimeSpan.FromMilliseconds(12));
        bound.RestAfter(TimeSpan.FromSeconds(4)).ShouldBe(TimeSpan.FromMilliseconds(100));
        _clock.Advance(TimeSpan.FromSeconds(11));
        bound.RestAfter(TimeSpan.FromMilliseconds(4)).ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public void Rest_WhereTheStoreWantsMore_IsAsManyTimesAsLong()
    {
        var bound = new GroupBound(_options, _clock, restFactor: 2);
        bound.Seen(1, responses: 5_000, isPressed: true);
        bound.Seen(2, responses: 3, isPressed: false);

        bound.RestAfter(TimeSpan.FromMilliseconds(4)).ShouldBe(TimeSpan.FromMilliseconds(24));
    }

    [Fact]
    public void AreFewSent_IsForgottenAfterAWhile()
    {
        var bound = new GroupBound(_options, _clock);
        bound.AreFewSent.ShouldBeFalse();

        bound.Seen(2, responses: 3, isPressed: false);
        bound.AreFewSent.ShouldBeTrue();

        _clock.Advance(TimeSpan.FromSeconds(11));
        bound.AreFewSent.ShouldBeFalse();
    }

    [Fact]
    public void Bulk_OfWhoHasSentMuch_StaysBulkWhileAnotherSendsAFew()
    {
        var bound = new GroupBound(_options, _clock);
        bound.Seen(1, responses: 5_000, isPressed: true);
        bound.IsBulk(1).ShouldBeFalse();

        bound.Seen(2, responses: 3, isPressed: false);
        bound.IsBulk(1).ShouldBeTrue();
        bound.IsBulk(2).ShouldBeFalse();

        _clock.Advance(TimeSpan.FromSeconds(9));
        bound.Seen(1, responses: 3, isPressed: false);
        bound.Seen(2, responses: 3, isPressed: false);
        bound.IsBulk(1).ShouldBeTrue();

        _clock.Advance(TimeSpan.FromSeconds(2));
        bound.Seen(2, responses: 3, isPressed: false);
        bound.IsBulk(1).ShouldBeFalse();
    }

    private GroupBound Shared()
    {
        var bound = new GroupBound(_options, _clock);
        bound.Seen(1, responses: 5_000, isPressed: true);
        bound.Seen(2, responses: 3, isPressed: false);
        return bound;
    }
}
