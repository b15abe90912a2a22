using System.Collections.Concurrent;
using System.Globalization;
using NpsRealtime.Scoring.Arithmetic;
using NpsRealtime.Scoring.Tests.Insight;

namespace NpsRealtime.Benchmarks;

/// <summary>
/// Whether what is called a change is one: ordinary days, and days with a known fall, looked at every minute, by the model of what is usual
/// and by the rule before it; and how often the interval of a score holds the true one, reckoned exactly.
/// </summary>
internal static class UsualBenchmark
{
    private const int MixtureSteps = 40;

    private static readonly int Runs = Environment.GetEnvironmentVariable("NPS_BENCH_LONG") == "1" ? 2_000 : 200;
    private static readonly double[] Rates = [0.2, 2, 20];
    private static readonly double[] Spreads = [0, 5, 10];

    public static Task RunAsync()
    {
        foreach (var count in (int[])[1, 3, 10, 30, 100])
            Result.Print($"interval.coverage_min_{count.ToString(CultureInfo.InvariantCulture)}", LeastCoverage(count), "share");
        MeasureFalse(isOld: false);
        MeasureFalse(isOld: true);
        MeasureFound(isOld: false);
        MeasureFound(isOld: true);
        return Task.CompletedTask;
    }

    private static void MeasureFalse(bool isOld)
    {
        var most = 0.0;
        foreach (var watched in isOld ? [Watched.Today] : Enum.GetValues<Watched>())
        {
            foreach (var rate in Rates)
            {
                foreach (var spread in Spreads)
                {
                    var shares = new List<double>();
                    foreach (var (promoters, detractors) in UsualWorld.Kinds)
                    {
                        var world = new UsualWorld(promoters, detractors, rate, spread);
                        shares.Add(Repeat(random => world.FirstChange(random, watched, isOld: isOld)).Count(found => found is not null) / (double)Runs);
                    }

                    most = Math.Max(most, shares.Max());
                    Console.WriteLine(string.Create(
                        CultureInfo.InvariantCulture,
                        $"{Name(isOld)}.false {watched} {rate}/min spread {spread}: {string.Join(' ', shares.Select(share => share.ToString("0.000", CultureInfo.InvariantCulture)))}"));
                }
            }
        }

        Result.Print($"{Name(isOld)}.false_share_max", most, "share");
    }

    private static void MeasureFound(bool isOld)
    {
        var (promoters, detractors) = UsualWorld.Kinds[0];
        foreach (var drop in (double[])[10, 20, 30])
        {
            foreach (var rate in Rates)
            {
                foreach (var spread in Spreads)
                {
                    var world = new UsualWorld(promoters, detractors, rate, spread);
                    var found = Repeat(random => world.FirstChange(random, Watched.Today, drop, isOld)).Where(one => one is not null).Select(one => (double)one!).ToArray();
                    var share = found.Length / (double)Runs;
                    Console.WriteLine(string.Create(
                        CultureInfo.InvariantCulture,
                        $"{Name(isOld)}.found drop {drop} {rate}/min spread {spread}: {share:0.00} after {(found.Length == 0 ? double.NaN : Result.Median(found)):0} responses (median)"));
                    if (drop == 20 && rate == 2 && spread == 5)
                        Result.Print($"{Name(isOld)}.found_20_at_2_per_minute", share, "share");
                }
            }
        }
    }

    private static string Name(bool isOld) => isOld ? "usual.before" : "usual";

    private static int?[] Repeat(Func<Random, int?> run)
    {
        var found = new ConcurrentBag<int?>();
        Parallel.For(0, Runs, seed => found.Add(run(new Random(seed))));
        return [.. found];
    }

    /// <summary>The least chance, over the mixtures of promoters, passives and detractors, that the interval of so many responses holds the true score.</summary>
    private static double LeastCoverage(int count)
    {
        var intervals = new Dictionary<(int Promoters, int Detractors), ScoreInterval>();
        for (var promoters = 0; promoters <= count; promoters++)
        {
            for (var detractors = 0; promoters + detractors <= count; detractors++)
            {
                var tally = default(Tally);
                (tally[10], tally[8], tally[3]) = (promoters, count - promoters - detractors, detractors);
                intervals[(promoters, detractors)] = ScoreInterval.Of(tally)!;
            }
        }

        var least = 1.0;
        for (var promoters = 0; promoters <= MixtureSteps; promoters++)
        {
            for (var detractors = 0; promoters + detractors <= MixtureSteps; detractors++)
                least = Math.Min(least, Coverage(intervals, count, promoters / (double)MixtureSteps, detractors / (double)MixtureSteps));
        }

        return least;
    }

    private static double Coverage(Dictionary<(int Promoters, int Detractors), ScoreInterval> intervals, int count, double p, double d)
    {
        var score = Math.Round(100 * (p - d), 2);
        var sum = 0.0;
        foreach (var ((promoters, detractors), interval) in intervals)
        {
            if (interval.Low <= score && score <= interval.High)
                sum += Math.Exp(LogChance(count, (promoters, p), (detractors, d), (count - promoters - detractors, 1 - p - d)));
        }

        return sum;
    }

    private static double LogChance(int count, params ReadOnlySpan<(int Count, double Share)> kinds)
    {
        var sum = LogFactorial(count);
        foreach (var (one, share) in kinds)
            sum += one == 0 ? 0 : (one * Math.Log(Math.Max(share, 1e-300))) - LogFactorial(one);
        return sum;
    }

    private static double LogFactorial(int count)
    {
        var sum = 0.0;
        for (var factor = 2; factor <= count; factor++)
            sum += Math.Log(factor);
        return sum;
    }
}
