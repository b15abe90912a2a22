using System.Numerics;
using NpsRealtime.Contracts;
using NpsRealtime.Scoring.Arithmetic;

namespace NpsRealtime.Scoring.Tests.Arithmetic;

public class NetPromoterScoreTests
{
    [Fact]
    public void Of_NoResponses_IsNull() => NetPromoterScore.Of(default).ShouldBeNull();

    [Theory]
    [InlineData(2309, 972, 1719, "11.80")]
    [InlineData(120, 40, 22, "53.85")]
    [InlineData(1, 0, 0, "100")]
    [InlineData(0, 0, 1, "-100")]
    [InlineData(0, 1, 0, "0")]
    [InlineData(1, 1, 1, "0")]
    [InlineData(1, 2, 0, "33.33")]
    [InlineData(0, 1, 2, "-66.67")]
    public void Of_KnownCounts_GivesTheKnownScore(long promoters, long passives, long detractors, string expected) =>
        NetPromoterScore.Of(Tallies.Of(promoters, passives, detractors))
            .ShouldBe(decimal.Parse(expected, System.Globalization.CultureInfo.InvariantCulture));

    [Theory]
    [InlineData(1, 799, 0, "0.13")] // 0.125 exactly
    [InlineData(0, 799, 1, "-0.13")]
    [InlineData(3, 797, 0, "0.38")] // 0.375 exactly
    [InlineData(201, 599, 0, "25.13")] // 25.125 exactly, which a double can hold but a banker would round to 25.12
    public void Of_HalfAHundredth_RoundsAwayFromZero(long promoters, long passives, long detractors, string expected) =>
        NetPromoterScore.Of(Tallies.Of(promoters, passives, detractors))
            .ShouldBe(decimal.Parse(expected, System.Globalization.CultureInfo.InvariantCulture));

    [Fact]
    public void Of_AnyCounts_AgreesWithExactFractions() => Seeded.Run(random =>
    {
        for (var step = 0; step < 5_000; step++)
        {
            var bound = 1L << random.Next(1, 60);
            var (promoters, passives, detractors) = (random.NextInt64(bound), random.NextInt64(bound), random.NextInt64(bound));
            if (promoters + passives + detractors == 0)
                continue;
            var tally = Tallies.Of(promoters, passives, detractors);
            NetPromoterScore.Of(tally).ShouldBe(Exact(promoters, passives, detractors), $"{promoters} {passives} {detractors}");
        }
    });

    /// <summary>Rounds the fraction itself, in integers: floor((2·|x|·100·100 + n) / 2n) hundredths, with the sign put back.</summary>
    private static decimal Exact(long promoters, long passives, long detractors)
    {
        BigInteger total = (BigInteger)promoters + passives + detractors;
        BigInteger difference = (BigInteger)promoters - detractors;
        var hundredths = ((2 * BigInteger.Abs(difference) * 10_000) + total) / (2 * total);
        return difference.Sign * (decimal)hundredths / 100m;
    }
}
