using NpsRealtime.Contracts;
using NpsRealtime.Scoring.Arithmetic;

namespace NpsRealtime.Scoring.Tests.Arithmetic;

public class TallyTests
{
    [Theory]
    [InlineData(0, 0, 0, 1)]
    [InlineData(6, 0, 0, 1)]
    [InlineData(7, 0, 1, 0)]
    [InlineData(8, 0, 1, 0)]
    [InlineData(9, 1, 0, 0)]
    [InlineData(10, 1, 0, 0)]
    public void Of_Score_FallsIntoItsCategory(int score, long promoters, long passives, long detractors)
    {
        var tally = Tally.Of(score);
        (tally.Promoters, tally.Passives, tally.Detractors, tally.Total).ShouldBe((promoters, passives, detractors, 1));
    }

    [Fact]
    public void Add_ThenSubtract_AgreesWithElevenPlainCounters() => Seeded.Run(random =>
    {
        var naive = new long[Tally.Scores];
        var tally = default(Tally);
        for (var step = 0; step < 1_000; step++)
        {
            var change = default(Tally);
            for (var score = 0; score < Tally.Scores; score++)
                change[score] = random.NextInt64(-1_000_000, 1_000_000);
            var sign = random.Next(2) == 0 ? 1 : -1;
            for (var score = 0; score < Tally.Scores; score++)
                naive[score] += sign * change[score];
            if (sign == 1)
                tally.Add(change);
            else
                tally.Subtract(change);
        }

        tally.ToArray().ShouldBe(naive);
        tally.Total.ShouldBe(naive.Sum());
        tally.Detractors.ShouldBe(naive[..7].Sum());
        tally.Passives.ShouldBe(naive[7..9].Sum());
        tally.Promoters.ShouldBe(naive[9..].Sum());
        tally.HasNegative.ShouldBe(naive.Any(count => count < 0));
        tally.ToString().ShouldBe(string.Join(' ', naive));
    });

    [Fact]
    public void Add_BeyondSixtyFourBits_Throws()
    {
        var full = default(Tally);
        full[3] = long.MaxValue;
        Should.Throw<OverflowException>(() => full.Add(Tally.Of(3)));
        full[3].ShouldBe(long.MaxValue);
    }

    [Fact]
    public void Subtract_BeyondSixtyFourBits_Throws()
    {
        var low = default(Tally);
        low[10] = long.MinValue;
        Should.Throw<OverflowException>(() => low.Subtract(Tally.Of(10)));
    }

    [Fact]
    public void Total_BeyondSixtyFourBits_Throws()
    {
        var full = default(Tally);
        full[9] = long.MaxValue;
        full[0] = 1;
        Should.Throw<OverflowException>(() => full.Total);
        full[1] = long.MaxValue;
        Should.Throw<OverflowException>(() => full.Detractors);
    }

    [Fact]
    public void IsZero_ChangeBetweenScores_IsFalse()
    {
        var change = Tally.Of(10);
        change.Subtract(Tally.Of(0));
        change.Total.ShouldBe(0);
        change.IsZero.ShouldBeFalse();
        change.HasNegative.ShouldBeTrue();
        default(Tally).IsZero.ShouldBeTrue();
    }

    [Fact]
    public void Equals_SameCounts_IsTrueAndHashesAlike()
    {
        var (left, right) = (Tally.Of(4), Tally.Of(4));
        (left == right).ShouldBeTrue();
        left.GetHashCode().ShouldBe(right.GetHashCode());
        right.Add(Tally.Of(5));
        (left != right).ShouldBeTrue();
        left.Equals((object)"4").ShouldBeFalse();
    }

    [Fact]
    public void ToArray_Changed_LeavesTheTallyAsItWas()
    {
        var tally = Tally.Of(4);
        tally.ToArray()[4] = 99;
        tally[4].ShouldBe(1);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(11)]
    public void Of_ScoreOutsideTheScale_Throws(int score) => Should.Throw<IndexOutOfRangeException>(() => Tally.Of(score));
}
