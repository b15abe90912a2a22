using NpsRealtime.Contracts;
using NpsRealtime.Scoring.Arithmetic;
using NpsRealtime.Scoring.Insight;
using NpsRealtime.Scoring.Tests.Arithmetic;
using NpsRealtime.Scoring.Windows;
using Xunit.Abstractions;

namespace NpsRealtime.Scoring.Tests.Insight;

public class UsualTests(ITestOutputHelper output)
{
    [Fact]
    public void Of_FewerThanFourPeriods_IsNotKnown()
    {
        var usual = Usual.Of([Period(50, 20), Period(52, 20), Period(48, 20), Period(1, 0, 3)]);

        usual.IsKnown.ShouldBeFalse();
        usual.Compare(Tallies.Of(0, 0, 500)).ShouldBeNull("there is not enough to compare with");
        usual.Periods.Select(period => period.LeftOut).ShouldBe([PeriodLeftOut.No, PeriodLeftOut.No, PeriodLeftOut.No, PeriodLeftOut.TooFew]);
    }

    [Fact]
    public void Compare_TooFewResponses_IsNotKnown() => Usual.Of(Ordinary).Compare(Tallies.Of(0, 0, 9)).ShouldBeNull();

    [Fact]
    public void Of_OneBadMonday_IsLeftOutAndMovesNothing()
    {
        var without = Usual.Of(Ordinary);
        var with = Usual.Of([.. Ordinary, Period(20, 50)]);

        with.Periods[^1].LeftOut.ShouldBe(PeriodLeftOut.Outlier);
        with.Periods.Count(period => period.LeftOut == PeriodLeftOut.No).ShouldBe(Ordinary.Length);
        (with.Centre, with.Between).ShouldBe((without.Centre, without.Between));
    }

    [Fact]
    public void Of_AnIncident_IsLeftOutThoughItsScoreIsOrdinary()
    {
        var incident = Period(51, 20) with { LeftOut = PeriodLeftOut.Incident };
        Usual.Of([.. Ordinary, incident]).Counts.ShouldBe(Usual.Of(Ordinary).Counts);
    }

    [Fact]
    public void Of_TooFewOfTheSameWeekday_TakesOtherDays()
    {
        var others = Enumerable.Repeat(Period(50, 20), 14).ToArray();

        Usual.Of(Ordinary[..4], others).Periods.Count.ShouldBe(4);
        Usual.Of(Ordinary[..2], others).Used.ShouldBe(Usual.PeriodsMax);
    }

    /// <summary>Two bad Mondays are alike, so that either looks ordinary beside the other.</summary>
    [Fact]
    public void Of_TwoBadMondays_AreBothLeftOut()
    {
        var with = Usual.Of([Period(20, 50), .. Ordinary[..6], Period(21, 50)]);

        with.Periods.Select(period => period.LeftOut == PeriodLeftOut.Outlier).ShouldBe([true, false, false, false, false, false, false, true]);
        (with.Centre, with.Between).ShouldBe((Usual.Of(Ordinary[..6]).Centre, Usual.Of(Ordinary[..6]).Between));
    }

    /// <summary>What one more ordinary period would show does not grow without end with what is not known of it: half of the scale says nothing.</summary>
    [Fact]
    public void Compare_DaysThatDiffer_HasAnIntervalOfSomeSpreads()
    {
        var usual = Usual.Of([Period(500, 300, 1_000), Period(450, 300, 1_000), Period(550, 300, 1_000), Period(480, 300, 1_000), Period(520, 300, 1_000), Period(600, 300, 1_000), Period(400, 300, 1_000), Period(510, 300, 1_000)]);
        var interval = usual.Compare(Tallies.Of(500, 200, 300), AnytimeBound.Alpha / 3)!.Interval;
        (interval.High - interval.Low).ShouldBeLessThan(2 * 6 * 100 * usual.Between);
    }

    /// <summary>Near the upper end a day can be much worse and hardly better.</summary>
    [Fact]
    public void Compare_NearTheEndOfTheScale_BoundsAreAsUnevenAsDays()
    {
        var usual = Usual.Of([Period(900, 30, 1_000), Period(950, 10, 1_000), Period(930, 20, 1_000), Period(860, 60, 1_000), Period(910, 30, 1_000), Period(940, 20, 1_000)]);
        usual.Compare(Tallies.Of(730, 150, 120))!.IsSignificant.ShouldBeFalse();
        usual.Compare(Tallies.Of(300, 100, 600))!.IsSignificant.ShouldBeTrue();
    }

    /// <summary>Five scores with the same error: on Fisher's scale the mean, their standard deviation, and what that leaves after sampling.</summary>
    [Fact]
    public void Of_EqualPeriods_AreTheTextbooksMeanAndVariance()
    {
        Tally[] tallies = [Tallies.Of(500, 300, 200), Tallies.Of(450, 300, 250), Tallies.Of(550, 300, 150), Tallies.Of(480, 300, 220), Tallies.Of(520, 300, 180)];
        double[] scores = [0.3, 0.2, 0.4, 0.26, 0.34];
        var usual = Usual.Of([.. tallies.Select(tally => new UsualPeriod(default, tally, tally))]);

        var mean = scores.Average(Math.Atanh);
        var variance = scores.Sum(score => (Math.Atanh(score) - mean) * (Math.Atanh(score) - mean)) / (scores.Length - 1);
        var slope = 1 - (Math.Tanh(mean) * Math.Tanh(mean));
        usual.Centre.ShouldBe(Math.Tanh(mean), 1e-9);
        usual.Between.ShouldBe(slope * Math.Sqrt(variance - ((0.7 - (0.3 * 0.3)) / 1_000 / (slope * slope))), 0.0005);
    }

    [Fact]
    public void Compare_Points_AreTheDifferenceOfWhatIsShown()
    {
        var usual = Usual.Of(Ordinary);
        var current = Tallies.Of(33, 33, 34);
        usual.Compare(current)!.Points.ShouldBe(NetPromoterScore.Of(current)!.Value - NetPromoterScore.Of(usual.Counts)!.Value);
    }

    /// <summary>The benchmark <c>usual</c> in short: days that differ by five points, looked at every minute.</summary>
    [Theory]
    [InlineData(0.2)]
    [InlineData(2)]
    public void Looks_AtOrdinaryDays_CallFewOfThemAChange(double perMinute)
    {
        const int Days = 150;
        var changes = 0;
        for (var day = 0; day < Days; day++)
        {
            var (promoters, detractors) = UsualWorld.Kinds[day % UsualWorld.Kinds.Length];
            var world = new UsualWorld(promoters, detractors, perMinute, Spread: 5);
            changes += world.FirstChange(new Random(day), Watched.Today) is null ? 0 : 1;
        }

        output.WriteLine($"{changes} of {Days} ordinary days were called a change.");
        changes.ShouldBeLessThanOrEqualTo(Days / 10, "a rate of 5 % is taken for more than 10 % in one run of 300; seeds are 0 to 149");
    }

    [Fact]
    public void Looks_AfterAFallOfThirtyPoints_FindMostWhereDaysAreAlike()
    {
        const int Days = 40;
        var world = new UsualWorld(0.5, 0.2, PerMinute: 2, Spread: 0, Incidents: 0);
        var found = Enumerable.Range(0, Days).Count(day => world.FirstChange(new Random(day), Watched.Today, drop: 30) is not null);
        output.WriteLine($"{found} of {Days} falls were found.");
        found.ShouldBeGreaterThan(Days * 9 / 10);
    }

    private static readonly UsualPeriod[] Ordinary =
        [Period(50, 20), Period(52, 20), Period(48, 20), Period(51, 19), Period(49, 22), Period(50, 21), Period(53, 20)];

    /// <summary>A period of a hundred responses, or as many as said.</summary>
    private static UsualPeriod Period(int promoters, int detractors, int total = 100) =>
        new(new MinuteSpan(Minute.First, Minute.Last, IsRunning: false), Tallies.Of(promoters, total - promoters - detractors, detractors), Tallies.Of(promoters, total - promoters - detractors, detractors));
}
