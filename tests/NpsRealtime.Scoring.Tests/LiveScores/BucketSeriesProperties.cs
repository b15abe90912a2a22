using FsCheck;
using FsCheck.Fluent;
using NpsRealtime.Scoring.Arithmetic;
using NpsRealtime.Scoring.LiveScores;
using NpsRealtime.Scoring.Tests.Support;
using NpsRealtime.Scoring.Windows;

namespace NpsRealtime.Scoring.Tests.LiveScores;

/// <summary>The series against a naive dictionary of minutes. FsCheck shrinks a counterexample.</summary>
public class BucketSeriesProperties
{
    private const int Days = 5;
    private static readonly Minute Start = new(29_000_010 - (29_000_010 % 1_440));

    /// <summary>Minutes and scores, then how far the line moves.</summary>
    private static readonly Arbitrary<(List<(int Minute, int Score)> First, int Line, List<(int Minute, int Score)> Second)> Lives = Arb.From(
        from first in Additions()
        from line in Gen.Choose(-10, Days * 1_440)
        from second in Additions()
        select (first, line, second));

    [Fact]
    public void SumOf_AnySpan_IsTheNaiveSum() => Check((series, naive, line) =>
    {
        var random = new Random(line);
        for (var attempt = 0; attempt < 40; attempt++)
        {
            var (one, other) = (Edge(random, series.DownsamplingLine), Edge(random, series.DownsamplingLine));
            var (from, to) = one < other ? (one, other) : (other, one);
            if (series.SumOf(from, to) != Sum(naive, from, to) || series.SumOf(null, to) != Sum(naive, Minute.First, to))
                return false;
        }

        return series.Sum == Sum(naive, Minute.First, Minute.Last) && series.SumOf(null, Minute.Last) == series.Sum;
    });

    [Fact]
    public void LastCounting_Always_IsTheLastBucketThatCounts() => Check((series, naive, _) =>
    {
        Minute? last = naive.Count == 0 ? null : new Minute(naive.Keys.Max());
        return series.LastCounting == (last < series.DownsamplingLine ? last?.FloorToQuarter() : last);
    });

    [Fact]
    public void Add_EverythingTakenBack_IsEmptyAgain() => Check((series, naive, _) =>
    {
        foreach (var (minute, tally) in naive)
        {
            var back = default(Tally);
            back.Subtract(tally);
            series.Add(new Minute(minute), back);
        }

        return series.Sum.IsZero && series.LastCounting is null && series.SumOf(Start, Minute.Last).IsZero;
    });

    [Fact]
    public void Add_MoreTakenThanIsThere_Throws() => Check((series, _, line) =>
    {
        var tooMuch = default(Tally);
        tooMuch[5] = -1_000;
        Should.Throw<InvalidOperationException>(() => series.Add(Start.Plus(Math.Abs(line)), tooMuch));
        return true;
    });

    [Fact]
    public void New_BeforeEveryMinute_KeepsMinutes()
    {
        var series = new BucketSeries(Minute.First);

        series.Add(Start.Plus(7), Tally.Of(9));

        series.DownsamplingLine.ShouldBeLessThan(Start);
        series.LastCounting.ShouldBe(Start.Plus(7));
        series.SumOf(Start.Plus(7), Start.Plus(8)).Total.ShouldBe(1);
    }

    private static Gen<List<(int Minute, int Score)>> Additions() =>
        (from minute in Gen.Choose(0, (Days * 1_440) - 1) from score in Gen.Choose(0, 10) select (minute, score))
        .ListOf().Select(list => list.ToList());

    private static void Check(Func<BucketSeries, Dictionary<int, Tally>, int, bool> holds) =>
        Prop.ForAll(Lives, life =>
        {
            var series = new BucketSeries(Start.Plus(-1_440));
            var naive = new Dictionary<int, Tally>();
            AddAll(series, naive, life.First);
            series.Downsample(Start.Plus(life.Line / 2));
            series.Downsample(Start.Plus(life.Line));
            series.Downsample(Start.Plus(life.Line / 3));
            AddAll(series, naive, life.Second);
            return holds(series, naive, life.Line);
        }).Check(tests: 150);

    private static void AddAll(BucketSeries series, Dictionary<int, Tally> naive, List<(int Minute, int Score)> additions)
    {
        foreach (var (minute, score) in additions)
        {
            var at = Start.Plus(minute);
            series.Add(at, Tally.Of(score));
            var tally = naive.GetValueOrDefault(at.Number);
            tally[score]++;
            naive[at.Number] = tally;
        }
    }

    /// <summary>Before the line only quarter-hours can be edges.</summary>
    private static Minute Edge(Random random, Minute line)
    {
        var edge = Start.Plus(random.Next(-100, (Days * 1_440) + 100));
        return edge < line ? edge.FloorToQuarter() : edge;
    }

    private static Tally Sum(Dictionary<int, Tally> naive, Minute from, Minute to)
    {
        var sum = default(Tally);
        foreach (var (minute, tally) in naive)
        {
            if (minute >= from.Number && minute < to.Number)
                sum.Add(tally);
        }

        return sum;
    }
}
