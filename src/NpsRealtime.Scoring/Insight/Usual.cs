using NpsRealtime.Scoring.Arithmetic;

namespace NpsRealtime.Scoring.Insight;

/// <summary>
/// What a score usually is, and by how much ordinary periods differ: a random-effects model of earlier periods. The score of an ordinary
/// period, as a difference of proportions, is θ + b + e: b is what makes one day another than the next, with variance τ², and e the
/// sampling error of its n responses, with variance σ²/n. A pure function of the periods' counts.
/// </summary>
/// <remarks>
/// <para>τ² is Paule and Mandel's estimate (1982; recommended by Veroniki et al., Research Synthesis Methods 2016) of the periods, or of the whole
/// days that they are part of where that is larger; θ the mean weighted by 1/(τ² + σ²/n). Before that, a period that the others would call a
/// change is left out, the furthest first, a quarter of them at most: Grubbs' test (1950) at 1 % over all, on the same model. So a bad Monday
/// moves neither.</para>
/// <para>A further ordinary period lies about θ with the variance τ² + Var θ, known from k periods, and its own sampling error: the prediction
/// interval of Higgins, Thompson and Spiegelhalter (JRSS A 2009), with k − 1 degrees of freedom (Partlett and Riley 2017). The first part does not
/// shrink with more responses, and is one more error of the difference, the same at each look; so <see cref="AnytimeBound"/> holds with it at
/// every look. The benchmark <c>usual</c> shows the rate.</para>
/// </remarks>
public sealed class Usual
{
    /// <summary>With fewer periods there is nothing to compare with.</summary>
    public const int PeriodsMin = 4;

    /// <summary>So many are enough.</summary>
    public const int PeriodsMax = 8;

    /// <summary>With fewer responses neither a period nor a window has a score that says anything.</summary>
    public const int ResponsesMin = 10;

    private const int StepsMax = 50;

    /// <summary>
    /// By how many errors the furthest of 5 to 8 periods may lie from the others: Student's quantile with two degrees of freedom less than periods,
    /// two-sided at 1 % by the number of periods (Bonferroni).
    /// </summary>
    private static readonly double[] FurthestErrors = [10.215, 7.529, 6.352, 5.709];

    /// <summary>Student's 97.5 % quantiles with one degree of freedom less than 4 to 8 periods, by the normal's.</summary>
    private static readonly double[] Stretches = [1.624, 1.417, 1.312, 1.249, 1.207];

    private Usual(IReadOnlyList<UsualPeriod> periods) => Periods = periods;

    /// <summary>Every period that was looked at, with why it was left out.</summary>
    public IReadOnlyList<UsualPeriod> Periods { get; }

    /// <summary>The counts of the periods that are used.</summary>
    public Tally Counts { get; private init; }

    /// <summary>How many periods are used.</summary>
    public int Used { get; private init; }

    /// <summary>Whether there is enough to compare with.</summary>
    public bool IsKnown => Used >= PeriodsMin;

    /// <summary>θ, a difference of proportions from −1 to 1; meaningless unless <see cref="IsKnown"/>.</summary>
    public double Centre { get; private init; }

    /// <summary>τ, by how much ordinary periods differ beyond their sampling errors, as a difference of proportions.</summary>
    public double Between { get; private init; }

    /// <summary>σ², the variance of one response.</summary>
    private double OfResponse { get; init; }

    /// <summary>The variance of what a further period differs by beyond its sampling error.</summary>
    private double OfPeriod { get; init; }

    /// <summary>Learns from periods, the nearest first: the same weekday or week, and only where of these too few can be used, others.</summary>
    public static Usual Of(IReadOnlyList<UsualPeriod> same, IReadOnlyList<UsualPeriod>? others = null)
    {
        var marked = Choose(same, others ?? []);
        MarkOutliers(marked);
        var used = marked.Where(IsUsed).ToArray();
        var counts = SpanCounts.Sum(used.Select(period => period.Tally));
        if (used.Length < PeriodsMin)
            return new Usual(marked) { Used = used.Length, Counts = counts };

        var (centre, ofCentre, between, ofResponse) = Fit(used);
        var stretch = Stretches[used.Length - PeriodsMin];
        return new Usual(marked)
        {
            Used = used.Length,
            Counts = counts,
            Centre = centre,
            Between = Math.Sqrt(between),
            OfResponse = ofResponse,
            OfPeriod = stretch * stretch * (between + ofCentre),
        };
    }

    /// <summary>How a window's score differs from what is usual; null when either is not known well enough.</summary>
    /// <param name="current">The window's counts.</param>
    /// <param name="alpha">The rate of ordinary windows that may be called a change, over all looks at one.</param>
    public ScoreDifference? Compare(in Tally current, double alpha = AnytimeBound.Alpha)
    {
        if (!IsKnown || current.Total < ResponsesMin)
            return null;

        // Where nearly all agree, a few others are less unlikely than the agreement says.
        var variance = (Math.Max(OfResponse, VarianceOfResponse(current)) / current.Total) + OfPeriod;
        return ScoreDifference.Of(
            NetPromoterScore.Of(current)!.Value - NetPromoterScore.Of(Counts)!.Value, Score(current) - Centre, variance, alpha);
    }

    private static UsualPeriod[] Choose(IReadOnlyList<UsualPeriod> same, IReadOnlyList<UsualPeriod> others)
    {
        var chosen = same.Take(PeriodsMax).Select(Checked).ToList();
        var used = chosen.Count(IsUsed);
        if (used >= PeriodsMin)
            return [.. chosen];
        foreach (var period in others.Select(Checked).TakeWhile(_ => used < PeriodsMax))
        {
            chosen.Add(period);
            used += IsUsed(period) ? 1 : 0;
        }

        return [.. chosen];
    }

    private static UsualPeriod Checked(UsualPeriod period) =>
        IsUsed(period) && period.Tally.Total < ResponsesMin ? period with { LeftOut = PeriodLeftOut.TooFew } : period;

    private static bool IsUsed(UsualPeriod period) => period.LeftOut == PeriodLeftOut.No;

    private static double Score(Tally tally) => (tally.Promoters - tally.Detractors) / (double)tally.Total;

    /// <summary>Of the counts with three pseudo-answers, as <see cref="ScoreInterval.Adjusted"/> has them: never zero.</summary>
    private static double VarianceOfResponse(in Tally counts)
    {
        var (_, error) = ScoreInterval.Adjusted(counts);
        return error * error * (counts.Total + 3);
    }

    private static void MarkOutliers(UsualPeriod[] periods)
    {
        var used = Enumerable.Range(0, periods.Length).Where(index => IsUsed(periods[index])).ToList();
        for (var left = used.Count / 4; left > 0 && used.Count > PeriodsMin; left--)
        {
            var (furthest, errors) = (0, 0.0);
            foreach (var index in used)
            {
                var (centre, ofCentre, between, ofResponse) = Fit([.. used.Where(other => other != index).Select(other => periods[other])]);
                var one = periods[index].Tally;
                var away = Math.Abs(Score(one) - centre) / Math.Sqrt(between + ofCentre + (ofResponse / one.Total));
                if (away > errors)
                    (furthest, errors) = (index, away);
            }

            if (errors <= FurthestErrors[used.Count - PeriodsMin - 1])
                return;
            periods[furthest] = periods[furthest] with { LeftOut = PeriodLeftOut.Outlier };
            used.Remove(furthest);
        }
    }

    private static (double Centre, double OfCentre, double Between, double OfResponse) Fit(UsualPeriod[] periods)
    {
        var (scores, errors, ofResponse) = Measure(periods, period => period.Tally);
        var (daysScores, daysErrors, _) = Measure(periods, period => period.Day);

        // What makes one day another than the next is known sooner of whole days than of their first hours.
        var between = Math.Max(PauleMandel(scores, errors), PauleMandel(daysScores, daysErrors));
        var (centre, ofCentre) = Mean(scores, errors, between);
        return (centre, ofCentre, between, ofResponse);
    }

    private static (double[] Scores, double[] Errors, double OfResponse) Measure(UsualPeriod[] periods, Func<UsualPeriod, Tally> tallyOf)
    {
        var tallies = Array.ConvertAll(periods, period => tallyOf(period));
        var ofResponse = VarianceOfResponse(SpanCounts.Sum(tallies));
        return (Array.ConvertAll(tallies, Score), Array.ConvertAll(tallies, tally => ofResponse / tally.Total), ofResponse);
    }

    /// <summary>
    /// The τ² with which the weighted squares about the mean sum to their degrees of freedom, by Newton's steps from below (DerSimonian and
    /// Kacker 2007); zero when they sum to less without.
    /// </summary>
    private static double PauleMandel(double[] scores, double[] errors)
    {
        var between = 0.0;
        for (var step = 0; step < StepsMax; step++)
        {
            var (mean, _) = Mean(scores, errors, between);
            var (sum, slope) = (0.0, 0.0);
            for (var index = 0; index < scores.Length; index++)
            {
                var weight = 1 / (between + errors[index]);
                var square = (scores[index] - mean) * (scores[index] - mean) * weight;
                sum += square;
                slope += square * weight;
            }

            var excess = sum - (scores.Length - 1);
            if (excess <= 0)
                return between;
            between += excess / slope;
            if (excess < 1e-6)
                return between;
        }

        return between;
    }

    private static (double Mean, double Variance) Mean(double[] scores, double[] errors, double between)
    {
        var (weights, sum) = (0.0, 0.0);
        for (var index = 0; index < scores.Length; index++)
        {
            var weight = 1 / (between + errors[index]);
            weights += weight;
            sum += weight * scores[index];
        }

        return (sum / weights, 1 / weights);
    }
}
