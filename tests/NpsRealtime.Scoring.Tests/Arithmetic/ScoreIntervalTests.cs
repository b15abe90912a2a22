using NpsRealtime.Contracts;
using NpsRealtime.Scoring.Arithmetic;

namespace NpsRealtime.Scoring.Tests.Arithmetic;

public class ScoreIntervalTests
{
    [Fact]
    public void Of_NoResponses_IsNull() => ScoreInterval.Of(default).ShouldBeNull();

    [Theory]
    [InlineData(50, 30, 20, 29.1, 15.1)]
    [InlineData(10, 0, 0, 76.9, 29.4)]
    public void Adjusted_PublishedExamples_GivesCentreAndMargin(long promoters, long passives, long detractors, double centre, double margin)
    {
        var (proportion, standardError) = ScoreInterval.Adjusted(Tallies.Of(promoters, passives, detractors));
        Math.Round(100 * proportion, 1).ShouldBe(centre);
        Math.Round(100 * ScoreInterval.Z95 * standardError, 1).ShouldBe(margin);
    }

    [Fact]
    public void Of_PublishedExample_IsCentredOnTheAdjustedScore() =>
        ScoreInterval.Of(Tallies.Of(50, 30, 20)).ShouldBe(new ScoreInterval(0.95, 14.05, 44.20));

    [Fact]
    public void Of_OnePromoter_HoldsItsScore() => ScoreInterval.Of(Tallies.Of(1, 0, 0))!.High.ShouldBe(100);

    [Fact]
    public void Of_TenPromoters_IsClampedAtTheUpperEnd() =>
        ScoreInterval.Of(Tallies.Of(10, 0, 0)).ShouldBe(new ScoreInterval(0.95, 47.50, 100));

    [Fact]
    public void Of_TenDetractors_MirrorsTenPromoters() =>
        ScoreInterval.Of(Tallies.Of(0, 0, 10)).ShouldBe(new ScoreInterval(0.95, -100, -47.50));

    [Fact]
    public void Of_TheExampleInTheContract_IsWhatTheContractSays() =>
        ScoreInterval.Of(Tallies.Of(120, 40, 22)).ShouldBe(new ScoreInterval(0.95, 42.83, 63.11));

    [Fact]
    public void Of_AnyCounts_AgreesWithAWeightedListOfAnswers() => Seeded.Run(random =>
    {
        for (var step = 0; step < 5_000; step++)
        {
            var bound = 1L << random.Next(1, 40);
            var (promoters, passives, detractors) = (random.NextInt64(bound), random.NextInt64(bound), random.NextInt64(bound));
            if (promoters + passives + detractors == 0)
                continue;
            var interval = ScoreInterval.Of(Tallies.Of(promoters, passives, detractors)).ShouldNotBeNull();
            var (low, high) = Independent(promoters, passives, detractors);
            interval.Low.ShouldBe(low, 0.0051);
            interval.High.ShouldBe(high, 0.0051);
            interval.Low.ShouldBeInRange(-100, interval.High);
            interval.High.ShouldBeInRange(interval.Low, 100);
            ((double)NetPromoterScore.Of(Tallies.Of(promoters, passives, detractors))!.Value).ShouldBeInRange(interval.Low, interval.High);
        }
    });

    /// <summary>
    /// The same interval from the definition of a variance: every answer is +1, 0 or −1; to the real ones come ¾ of a
    /// promoter, ¾ of a detractor and 1½ passives; the mean's variance is that of the values, divided by their number. It reaches to the real score.
    /// </summary>
    private static (double Low, double High) Independent(long promoters, long passives, long detractors)
    {
        (double Value, double Weight)[] answers = [(1, promoters + 0.75), (0, passives + 1.5), (-1, detractors + 0.75)];
        var weight = answers.Sum(answer => answer.Weight);
        var mean = answers.Sum(answer => answer.Value * answer.Weight) / weight;
        var variance = answers.Sum(answer => Math.Pow(answer.Value - mean, 2) * answer.Weight) / weight;
        var margin = 1.959964 * Math.Sqrt(variance / weight);
        var score = (promoters - detractors) / (double)(promoters + passives + detractors);
        return (Math.Max(-100, 100 * Math.Min(score, mean - margin)), Math.Min(100, 100 * Math.Max(score, mean + margin)));
    }
}
