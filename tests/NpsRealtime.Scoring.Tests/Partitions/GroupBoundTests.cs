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
        bound.Seen(1);
        bound.Written(20_000, TimeSpan.FromSeconds(2));
        bound.Seen(1);

        bound.Responses.ShouldBe(_options.GroupResponsesMax);
    }

    [Fact]
    public void Bound_OfSeveralTenants_FollowsTheTimeOfWriting()
    {
        var bound = new GroupBound(_options, _clock);
        bound.Seen(1);
        bound.Seen(2);
        var first = bound.Responses;
        first.ShouldBeLessThan(_options.GroupResponsesMax / 10);

        bound.Written(first, TimeSpan.FromMilliseconds(100));
        bound.Responses.ShouldBe(first / 2);

        for (var times = 0; times < 20; times++)
            bound.Written(bound.Responses, TimeSpan.FromMilliseconds(1));
        bound.Responses.ShouldBe(_options.GroupResponsesMax);
    }

    [Fact]
    public void Bound_AfterTheOthersWentQuiet_IsTheWholeAgain()
    {
        var bound = new GroupBound(_options, _clock);
        bound.Seen(1);
        bound.Seen(2);

        _clock.Advance(TimeSpan.FromSeconds(11));

        bound.Responses.ShouldBe(_options.GroupResponsesMax);
    }
}
