using NpsRealtime.Scoring.Insight;

namespace NpsRealtime.Scoring.Tests.Insight;

public class NormalDistributionTests
{
    /// <summary>From published tables of the normal distribution; the last ones lie where a subtraction from one would leave nothing.</summary>
    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0.317310507862914)]
    [InlineData(1.959963984540054, 0.05)]
    [InlineData(-2.575829303548901, 0.01)]
    [InlineData(3.290526731491895, 0.001)]
    [InlineData(5, 5.733031437583869e-7)]
    [InlineData(8, 1.244192114854348e-15)]
    public void TwoSided_KnownQuantile_IsItsProbability(double z, double p) =>
        NormalDistribution.TwoSided(z).ShouldBe(p, p * 1e-9);

    [Fact]
    public void TwoSided_WhereTheTwoFormulasMeet_HasNoStep()
    {
        var meeting = 2.5 * Math.Sqrt(2);
        (NormalDistribution.TwoSided(meeting - 1e-9) / NormalDistribution.TwoSided(meeting + 1e-9)).ShouldBe(1, 1e-7);
    }
}
