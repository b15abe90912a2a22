using NpsRealtime.Scoring.Arithmetic;
using NpsRealtime.Scoring.Insight;
using NpsRealtime.Scoring.Windows;

namespace NpsRealtime.Scoring.Tests.Insight;

/// <summary>
/// A contact centre's days at random: customers with given habits, a rhythm over the day, days that differ, incidents on some of them. The
/// same days of the eight weeks before are what is usual.
/// </summary>
/// <param name="Promoters">The share of promoters, and</param>
/// <param name="Detractors">of detractors, on average.</param>
/// <param name="PerMinute">Responses a minute on average (Poisson).</param>
/// <param name="Spread">By how many points days differ: a standard deviation.</param>
/// <param name="Rhythm">By how many points the score swings over the day.</param>
/// <param name="Incidents">On which share of the earlier days the score is 30 points lower for twelve hours.</param>
internal sealed record UsualWorld(double Promoters, double Detractors, double PerMinute, double Spread, double Rhythm = 15, double Incidents = 0.1)
{
    public const int Day = 1_440;
    public const int DropAt = 600;

    private const int Weeks = Usual.PeriodsMax;

    /// <summary>Five kinds of customers, as shares of promoters and detractors.</summary>
    public static readonly (double Promoters, double Detractors)[] Kinds = [(0.50, 0.20), (0.35, 0.30), (0.90, 0.03), (0.10, 0.75), (0.70, 0.10)];

    /// <summary>
    /// Looks at every minute of an ordinary day, or of one on which the score falls at 10:00 for good. Returns how many responses came between the
    /// fall and the first look that calls it a change; without a fall, how many came since midnight; null when no look does.
    /// </summary>
    /// <param name="random">Where chance comes from.</param>
    /// <param name="watched">What is looked at.</param>
    /// <param name="drop">By how many points the score falls.</param>
    /// <param name="isOld">By the rule that was: the counts of four weeks together, with their sampling error alone.</param>
    public int? FirstChange(Random random, Watched watched, double drop = 0, bool isOld = false)
    {
        var earlier = Enumerable.Range(0, Weeks).Select(_ => MakeDays(random, isOrdinary: false, drop: 0)).ToArray();
        var now = MakeDays(random, isOrdinary: true, drop);
        var (length, alpha) = watched switch
        {
            Watched.Rolling1 => (60, AnytimeBound.Alpha / 26),
            Watched.Rolling24 => (Day, AnytimeBound.Alpha / 3),
            _ => (Day, AnytimeBound.Alpha),
        };
        for (var minute = drop > 0 ? DropAt + 1 : 1; minute <= Day; minute++)
        {
            var from = watched == Watched.Today ? Day : Day + minute - length;
            var current = now.Count(from, Day + minute);
            if (IsChange(earlier, current, from, Day + minute, alpha, isOld))
                return (int)now.Count(Day + (drop > 0 ? DropAt : 0), Day + minute).Total;
        }

        return null;
    }

    private static bool IsChange(TwoDays[] earlier, in Tally current, int from, int to, double alpha, bool isOld)
    {
        if (isOld)
            return ScoreDifference.Of(current, SpanCounts.Sum(earlier.Take(4).Select(days => days.Count(from, to)))) is { IsSignificant: true };
        var usual = Usual.Of(Array.ConvertAll(
            earlier, days => new UsualPeriod(default, days.Count(from, to), to - from < Day ? days.Count(Day, 2 * Day) : days.Count(from, to))));
        return usual.Compare(current, alpha) is { IsSignificant: true };
    }

    private TwoDays MakeDays(Random random, bool isOrdinary, double drop)
    {
        var days = new TwoDays();
        for (var day = 0; day < 2; day++)
        {
            var ofDay = Spread * Normal(random);
            var isIncident = !isOrdinary && random.NextDouble() < Incidents;
            for (var minute = 0; minute < Day; minute++)
            {
                var points = ofDay + (Rhythm * Math.Sin(2 * Math.PI * (minute - 360) / Day));
                if (isIncident && minute is >= 480 and < 1_200)
                    points -= 30;
                if (day == 1 && minute >= DropAt)
                    points -= drop;
                var (promoters, detractors) = Shifted(points);
                days.Add(
                    Poisson(random, PerMinute * promoters), Poisson(random, PerMinute * (1 - promoters - detractors)), Poisson(random, PerMinute * detractors));
            }
        }

        return days;
    }

    /// <summary>The shares when the score is about so many points higher: logits are shifted, since shares near one or none move less.</summary>
    private (double Promoters, double Detractors) Shifted(double points)
    {
        var shift = points / 100 / ((Promoters * (1 - Promoters)) + (Detractors * (1 - Detractors)));
        var promoters = 1 / (1 + ((1 / Promoters) - 1) * Math.Exp(-shift));
        var detractors = 1 / (1 + ((1 / Detractors) - 1) * Math.Exp(shift));
        var sum = promoters + detractors;
        return sum > 1 ? (promoters / sum, detractors / sum) : (promoters, detractors);
    }

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    private static int Poisson(Random random, double mean)
    {
        var count = 0;
        var least = Math.Exp(-mean);
        for (var product = random.NextDouble(); product > least; product *= random.NextDouble())
            count++;
        return count;
    }

    /// <summary>Two days' counts, minute by minute, as sums from their beginning.</summary>
    private sealed class TwoDays
    {
        private readonly int[] _promoters = new int[(2 * Day) + 1];
        private readonly int[] _passives = new int[(2 * Day) + 1];
        private readonly int[] _detractors = new int[(2 * Day) + 1];
        private int _minutes;

        public void Add(int promoters, int passives, int detractors)
        {
            _minutes++;
            _promoters[_minutes] = _promoters[_minutes - 1] + promoters;
            _passives[_minutes] = _passives[_minutes - 1] + passives;
            _detractors[_minutes] = _detractors[_minutes - 1] + detractors;
        }

        public Tally Count(int from, int to)
        {
            var tally = default(Tally);
            tally[10] = _promoters[to] - _promoters[from];
            tally[8] = _passives[to] - _passives[from];
            tally[3] = _detractors[to] - _detractors[from];
            return tally;
        }
    }
}
