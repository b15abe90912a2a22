using NpsRealtime.Scoring.Arithmetic;
using NpsRealtime.Scoring.Insight;

namespace NpsRealtime.Scoring.Tests.Insight;

public class ChangePointsTests
{
    /// <summary>The Nile's yearly flow at Aswan, 1871 to 1970, in 10⁸ m³ (Cobb, "The Problem of the Nile", Biometrika 1978).</summary>
    private static readonly double[] Nile =
    [
        1120, 1160, 963, 1210, 1160, 1160, 813, 1230, 1370, 1140, 995, 935, 1110, 994, 1020, 960, 1180, 799, 958, 1140, 1100, 1210, 1150,
        1250, 1260, 1220, 1030, 1100, 774, 840, 874, 694, 940, 833, 701, 916, 692, 1020, 1050, 969, 831, 726, 456, 824, 702, 1120, 1100,
        832, 764, 821, 768, 845, 864, 862, 698, 845, 744, 796, 1040, 759, 781, 865, 845, 944, 984, 897, 822, 1010, 771, 676, 649, 846, 812,
        742, 801, 1040, 860, 874, 848, 890, 744, 749, 838, 1050, 918, 986, 797, 923, 975, 815, 1020, 906, 901, 1170, 912, 746, 919, 718,
        714, 740,
    ];

    /// <summary>The flow fell after 1898, the 28th year, when building the dam began; every method of the literature says so.</summary>
    [Fact]
    public void Last_TheNile_FellAfter1898()
    {
        var found = ChangePoints.Last(Nile).ShouldNotBeNull();
        found.Index.ShouldBe(28);
        found.Earliest.ShouldBeInRange(25, 28);
        found.Latest.ShouldBeInRange(28, 31);
        found.P.ShouldBeLessThan(1e-6);
    }

    /// <summary>
    /// Andrews 1993, "Tests for Parameter Instability and Structural Change with Unknown Change Point", table I, p = 1: the 5 % and
    /// 1 % points of the greatest χ² with a share of 15 %, 10 % and 5 % trimmed, as corrected in 2003. The formula of Miller and Siegmund is an
    /// approximation of the same tail and should agree to a few tenths of a percent.
    /// </summary>
    [Theory]
    [InlineData(0.15, 8.68, 0.05)]
    [InlineData(0.10, 9.11, 0.05)]
    [InlineData(0.05, 9.71, 0.05)]
    [InlineData(0.15, 12.16, 0.01)]
    public void PValue_AtPublishedCriticalValues_IsTheirLevel(double trimmed, double chiSquared, double level) =>
        ChangePoints.PValue(Math.Sqrt(chiSquared), trimmed).ShouldBe(level, level * 0.25);

    [Fact]
    public void Last_NoResponsesOrNoSpread_IsNull()
    {
        ChangePoints.Last(Array.Empty<Tally>()).ShouldBeNull();
        ChangePoints.Last(new Tally[100]).ShouldBeNull();
        ChangePoints.Last(Enumerable.Repeat(Tally.Of(10), 100).ToArray()).ShouldBeNull();
    }

    [Fact]
    public void Last_SilenceAroundTheChange_IsToldAtTheFirstResponseBehindIt()
    {
        Tally[] buckets = [.. Enumerable.Repeat(Tally.Of(10), 30), .. new Tally[20], .. Enumerable.Repeat(Tally.Of(0), 30)];
        var found = ChangePoints.Last(buckets).ShouldNotBeNull();
        found.Index.ShouldBe(50);
        found.Earliest.ShouldBeInRange(29, 50);
    }

    [Fact]
    public void Last_DropAndRecovery_TellsTheRecovery()
    {
        Tally[] buckets = [.. Enumerable.Repeat(Tally.Of(10), 60), .. Enumerable.Repeat(Tally.Of(0), 30), .. Enumerable.Repeat(Tally.Of(9), 40)];
        var found = ChangePoints.Last(buckets).ShouldNotBeNull();
        found.Index.ShouldBe(90);
        found.Begin.ShouldBe(60);
    }
}
