using NpsRealtime.Scoring.Arithmetic;
using NpsRealtime.Scoring.Insight;
using NpsRealtime.Scoring.Tests.Arithmetic;

namespace NpsRealtime.Scoring.Tests.Insight;

public class ScoreDifferenceTests
{
    /// <summary>
    /// Adjusted as Rocks 2016: P50 D20 n100 → p′ 50.75/103, d′ 20.75/103, centre 0.291262; P35 D30 n100 → centre 5/103 = 0.048544.
    /// The variances are ((p′ + d′) − centre²)/103: 0.005916 and 0.006245, so that Z = 0.242718 / 0.110278.
    /// </summary>
    [Fact]
    public void Of_WorkedByHand_HasItsZAndP()
    {
        var difference = ScoreDifference.Of(Tallies.Of(50, 30, 20), Tallies.Of(35, 35, 30)).ShouldNotBeNull();
        var centre = (30 - 5) / 103.0;
        var variance = (((71.5 / 103) - (30 / 103.0 * (30 / 103.0))) / 103) + (((66.5 / 103) - (5 / 103.0 * (5 / 103.0))) / 103);
        difference.Points.ShouldBe(25m);
        difference.Z.ShouldBe(centre / Math.Sqrt(variance), 1e-12);
        difference.Z.ShouldBe(2.2010, 0.0001);
        difference.P.ShouldBe(0.0277, 0.0001);
        difference.IsSignificant.ShouldBeFalse("one look would call it a change; a hundred looks must not");
    }

    [Fact]
    public void Of_EitherEmpty_IsNull()
    {
        ScoreDifference.Of(default, Tallies.Of(1, 1, 1)).ShouldBeNull();
        ScoreDifference.Of(Tallies.Of(1, 1, 1), default).ShouldBeNull();
    }

    [Fact]
    public void Of_ThirtyPointsWithManyResponses_IsSignificant()
    {
        var difference = ScoreDifference.Of(Tallies.Of(120, 100, 80), Tallies.Of(1_500, 900, 600)).ShouldNotBeNull();
        difference.IsSignificant.ShouldBeTrue();
        difference.Interval.High.ShouldBeLessThan(0);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(5)]
    public void Of_AHandfulOfTheWorst_IsNoProof(int responses) =>
        ScoreDifference.Of(Tallies.Of(0, 0, responses), Tallies.Of(5_000, 3_000, 2_000))!.PAnytime.ShouldBeGreaterThan(0.01);
}
