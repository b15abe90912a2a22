using FsCheck;
using FsCheck.Fluent;
using NpsRealtime.Scoring.Arithmetic;
using NpsRealtime.Scoring.Insight;
using NpsRealtime.Scoring.Tests.Arithmetic;
using NpsRealtime.Scoring.Tests.Support;

namespace NpsRealtime.Scoring.Tests.Insight;

/// <summary>Contributions sum exactly to what moved, for any parts at all. FsCheck shrinks a counterexample.</summary>
public class ContributionsProperties
{
    private static readonly Gen<Tally> AnyTally =
        from size in Gen.Elements(0, 1, 5, 1_000, 3_000_000)
        from promoters in Gen.Choose(0, size)
        from passives in Gen.Choose(0, size)
        from detractors in Gen.Choose(0, size)
        select Tallies.Of(promoters, passives, detractors);

    private static readonly Arbitrary<List<(Tally Current, Tally Previous)>> AnyParts = Arb.From(
        Gen.Zip(AnyTally, AnyTally).ListOf().Select(parts => parts.Select(part => (part.Item1, part.Item2)).ToList()));

    [Fact]
    public void Of_AnyParts_SumExactlyToTheDifference() => Prop.ForAll(AnyParts, parts =>
    {
        var now = NetPromoterScore.Of(SpanCounts.Sum(parts.Select(part => part.Current)));
        var then = NetPromoterScore.Of(SpanCounts.Sum(parts.Select(part => part.Previous)));
        var contributions = Contributions.Of(parts);
        return now is null || then is null
            ? contributions is null
            : contributions!.Sum(one => one.Total) == now - then && contributions!.All(one => decimal.Round(one.ScoreEffect, 2) == one.ScoreEffect);
    }).Check();

    /// <summary>
    /// Two equal halves at first, 60 and 20; then three quarters in the second one, whose score fell by 10. By midpoints: the first
    /// part's share falls by 25 % and its score does not move, so its mix effect is −0.25·(60 − 30) = −7.5 with a whole of 40 before and
    /// 22.5 after, midpoint 31.25: −0.25·(60 − 31.25) = −7.19; the second one's score effect is 0.625·(−10) = −6.25 and its mix effect
    /// 0.25·(15 − 31.25) = −4.06. Together −17.5.
    /// </summary>
    [Fact]
    public void Of_WorkedByHand_SplitsScoreAndMix()
    {
        var contributions = Contributions.Of(
            [(Tallies.Of(700, 200, 100), Tallies.Of(700, 200, 100)), (Tallies.Of(1_300, 700, 1_000), Tallies.Of(500, 200, 300))]).ShouldNotBeNull();
        contributions[0].ScoreEffect.ShouldBe(0);
        contributions[0].MixEffect.ShouldBe(-7.19m);
        contributions[1].ScoreEffect.ShouldBe(-6.25m);
        contributions[1].MixEffect.ShouldBe(-4.06m);
    }

    [Fact]
    public void Of_PartThatIsNew_IsAllMix()
    {
        var contributions = Contributions.Of([(Tallies.Of(10, 0, 0), Tallies.Of(10, 0, 0)), (Tallies.Of(0, 0, 10), default)]).ShouldNotBeNull();
        contributions[1].ScoreEffect.ShouldBe(0);
        contributions.Sum(one => one.Total).ShouldBe(-100m);
    }
}
