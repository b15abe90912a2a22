using NpsRealtime.Contracts;
using NpsRealtime.Scoring.Partitions;

namespace NpsRealtime.Scoring.Tests.Partitions;

public class GroupBoundTests
{
    private readonly ShiftingClock _clock = new();
    private readonly ScriptedStore _store = new() { BulkResponsesBesideFewMax = 100 };
    private readonly ScoringOptions _options = new();

    private GroupBound Bound => field ??= new GroupBound(_options, _store, _clock);

    [Fact]
    public void Max_OfOneTenantAlone_IsTheWhole()
    {
        Bound.FewSent(1);

        (Bound.ResponsesMax(1), Bound.BytesMax(1)).ShouldBe((_options.GroupResponsesMax, long.MaxValue));
    }

    [Fact]
    public void Max_WhileAnotherSendsAFew_IsLess()
    {
        Bound.FewSent(1);
        Bound.FewSent(2);
        Bound.FewSent(1);
        Bound.FewSent(1);

        (Bound.ResponsesMax(1), Bound.BytesMax(1)).ShouldBe((100, GroupBound.BytesBesideFewMax));
        Bound.ResponsesMax(3).ShouldBe(100);
    }

    [Fact]
    public void Max_TenSecondsAfterAnotherSentAFew_IsTheWhole()
    {
        Bound.FewSent(2);
        _clock.Advance(TimeSpan.FromSeconds(9));
        Bound.ResponsesMax(1).ShouldBe(100);

        _clock.Advance(TimeSpan.FromSeconds(1));

        Bound.ResponsesMax(1).ShouldBe(_options.GroupResponsesMax);
    }
}
