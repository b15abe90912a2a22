using NpsRealtime.Scoring.Arithmetic;

namespace NpsRealtime.Scoring.Tests.Arithmetic;

public class NetPromoterScoreTests
{
    [Fact]
    public void Of_NoResponses_IsNull() => NetPromoterScore.Of(default).ShouldBeNull();
}
