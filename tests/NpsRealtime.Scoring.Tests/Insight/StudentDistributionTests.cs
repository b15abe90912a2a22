using NpsRealtime.Scoring.Insight;

namespace NpsRealtime.Scoring.Tests.Insight;

public class StudentDistributionTests
{
    /// <summary>From the tables of the distribution.</summary>
    [Theory]
    [InlineData(1, 0.05, 12.7062)]
    [InlineData(2, 0.05, 4.30265)]
    [InlineData(3, 0.05, 3.18245)]
    [InlineData(3, 0.01, 5.84091)]
    [InlineData(4, 0.02, 3.74695)]
    [InlineData(7, 0.05, 2.36462)]
    [InlineData(7, 0.001, 5.40788)]
    [InlineData(30, 0.05, 2.04227)]
    public void Quantile_OfTheTables_IsTheirs(int degrees, double alpha, double quantile)
    {
        StudentDistribution.Quantile(alpha, degrees).ShouldBe(quantile, 5e-5 * quantile);
        StudentDistribution.TwoSided(quantile, degrees).ShouldBe(alpha, 1e-4 * alpha + 1e-6);
    }

    [Fact]
    public void TwoSided_ManyDegrees_IsNearlyNormal() => StudentDistribution.TwoSided(1.96, 10_000).ShouldBe(NormalDistribution.TwoSided(1.96), 1e-4);
}
