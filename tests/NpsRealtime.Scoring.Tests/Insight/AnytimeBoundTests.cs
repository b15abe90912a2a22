using NpsRealtime.Scoring.Insight;

namespace NpsRealtime.Scoring.Tests.Insight;

public class AnytimeBoundTests
{
    [Theory]
    [InlineData(0.5)]
    [InlineData(0.01)]
    [InlineData(0.0001)]
    public void PValue_AtTheEdgeOfTheInterval_IsAlpha(double variance) =>
        AnytimeBound.PValue(AnytimeBound.HalfWidth(variance), variance).ShouldBe(AnytimeBound.Alpha, 1e-12);

    /// <summary>
    /// The formula of Johari et al. 2017 (equation 4, mixture over the difference of two streams) worked by hand: V = 0.0025, τ² = 0.0225,
    /// θ = 0.2: √(0.0025/0.025) · exp(0.04·0.0225 / (2·0.0025·0.025)) = 0.316228 · e^7.2 = 423.55.
    /// </summary>
    [Fact]
    public void PValue_WorkedByHand_IsTheInverseOfTheLikelihoodRatio() =>
        AnytimeBound.PValue(0.2, 0.0025).ShouldBe(1 / (Math.Sqrt(0.1) * Math.Exp(7.2)), 1e-12);

    [Fact]
    public void PValue_NoDifference_IsOne() => AnytimeBound.PValue(0, 0.001).ShouldBe(1);

    [Fact]
    public void HalfWidth_OneLook_IsWiderThanTheFixedInterval()
    {
        foreach (var variance in (double[])[1, 0.1, 0.01, 0.001, 0.0001])
            AnytimeBound.HalfWidth(variance).ShouldBeGreaterThan(1.959964 * Math.Sqrt(variance));
    }
}
