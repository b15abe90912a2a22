using NpsRealtime.Scoring.Arithmetic;

namespace NpsRealtime.Scoring.Insight;

/// <summary>
/// What a score usually is, and by how much ordinary periods differ: a random-effects model of earlier periods. The score of an ordinary
/// period, on Fisher's scale (artanh of the difference of proportions), is θ + b + e: b is what makes one day another than the next, with variance τ², and e the
/// sampling error of its n responses, with variance σ²/n. A pure function of the periods' counts.
/// </summary>
/// <remarks>
/// <para>τ² is Paule and Mandel's estimate (1982; recommended by Veroniki et al., Research Synthesis Methods 2016) of the periods, or of the whole
/// days that they are part of where that is larger; θ the mean weighted by 1/(τ² + σ²/n). Before that, a period that the others would call a
/// change is left out, a quarter of them at most: Rosner's generalized test (1983) at 1 %, on the same model. It takes the furthest away one by one
/// before it judges, since two bad Mondays hide each other. So neither moves centre or variance.</para>
/// <para>A further ordinary period lies about θ with the variance τ² + Var θ, known from k periods: the prediction interval of Higgins, Thompson
/// and Spiegelhalter (JRSS A 2009), t · √(τ² + Var θ), with k − 1 degrees of freedom (Partlett and Riley 2017). That is one draw for the whole of a
/// period, the same at each look, which no further response makes smaller. Its sampling error is another matter: it shrinks, and is looked at again
/// and again, so that its bound is <see cref="AnytimeBound"/>'s. The two are independent, and their squares add. The benchmark <c>usual</c> shows
/// the rate.</para>
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
    private const double LeastP = 1e-12;

    /// <summary>
    /// What of the rate the period's own bound gets. Student's distribution takes τ² for better known than it is. With 0.4 no cell that was simulated
    /// exceeded 5.5 %, where 5 are allowed; this is a little less.
    /// </summary>
    private const double OfPeriodShare = 0.33;

    /// <summary>
    /// By how many errors the furthest of 5 to 8 periods may lie from the others: Student's quantile with two degrees of freedom less than periods,
    /// two-sided at 1 % by the number of periods (Bonferroni).
    /// </summary>
    private static readonly double[] FurthestErrors = [10.215, 7.529, 6.352, 5.709];

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

    /// <summary>θ on Fisher's scale.</summary>
    private double OnScale { get; init; }

    /// <summary>The variance, on Fisher's scale, of what a further period differs by beyond its sampling error.</summary>
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

        var (centre, ofCentre, between, _) = Fit(used);
        return new Usual(marked)
        {
            Used = used.Length,
            Counts = counts,
            OnScale = centre,
            Centre = Math.Tanh(centre),
            Between = Math.Sqrt(between) * (1 - (Math.Tanh(centre) * Math.Tanh(centre))),
            OfResponse = VarianceOfResponse(counts),
            OfPeriod = between + ofCentre,
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
        var sampling = Math.Max(OfResponse, VarianceOfResponse(current)) / current.Total;
        var difference = Score(current) - Centre;
        return new ScoreDifference(
            NetPromoterScore.Of(current)!.Value - NetPromoterScore.Of(Counts)!.Value,
            difference,
            sampling + (OfPeriod * Squared(1 - (Centre * Centre))),
            HalfWidth(difference, sampling, alpha),
            alpha,
            () => PAnytime(difference, sampling));
    }

    private double HalfWidth(double difference, double sampling, double alpha)
    {
        var away = StudentDistribution.Quantile(OfPeriodShare * alpha, Used - 1) * Math.Sqrt(OfPeriod);
        var ofPeriod = Centre - Math.Tanh(OnScale + (difference < 0 ? -away : away));
        return Math.Sqrt(Squared(ofPeriod) + Squared(AnytimeBound.HalfWidth(sampling, alpha)));
    }

    private static double Squared(double value) => value * value;

    /// <summary>The least rate at which the difference would be called a change.</summary>
    private double PAnytime(double difference, double sampling)
    {
        var (low, high) = (Math.Log(LeastP), 0.0);
        for (var halving = 0; halving < 40; halving++)
        {
            var middle = (low + high) / 2;
            if (Math.Abs(difference) > HalfWidth(difference, sampling, Math.Exp(middle)))
                high = middle;
            else
                low = middle;
        }

        return Math.Exp(high);
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
        var (taken, outliers) = (new List<int>(), 0);
        for (var left = used.Count / 4; left > 0 && used.Count > PeriodsMin; left--)
        {
            var (furthest, errors) = (used[0], 0.0);
            foreach (var index in used)
            {
                var (centre, ofCentre, between, ofResponse) = Fit([.. used.Where(other => other != index).Select(other => periods[other])]);
                var one = periods[index].Tally;
                var away = Math.Abs(Scaled(one) - centre) / Math.Sqrt(between + ofCentre + (ofResponse / one.Total));
                if (away > errors)
                    (furthest, errors) = (index, away);
            }

            taken.Add(furthest);
            if (errors > FurthestErrors[used.Count - PeriodsMin - 1])
                outliers = taken.Count;
            used.Remove(furthest);
        }

        foreach (var index in taken.Take(outliers))
            periods[index] = periods[index] with { LeftOut = PeriodLeftOut.Outlier };
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

    /// <summary>Scores and their sampling variances on Fisher's scale, and the variance of one response there.</summary>
    private static (double[] Scores, double[] Errors, double OfResponse) Measure(UsualPeriod[] periods, Func<UsualPeriod, Tally> tallyOf)
    {
        var tallies = Array.ConvertAll(periods, period => tallyOf(period));
        var sum = SpanCounts.Sum(tallies);
        var (centre, _) = ScoreInterval.Adjusted(sum);
        var ofResponse = VarianceOfResponse(sum) / Squared(1 - (centre * centre));
        return (Array.ConvertAll(tallies, tally => Scaled(tally)), Array.ConvertAll(tallies, tally => ofResponse / tally.Total), ofResponse);
    }

    /// <summary>
    /// Fisher's transform of a score, artanh. Near the ends of the scale a day can be much worse but hardly better; there, ordinary days lie evenly
    /// about their mean. A score of no more than a few responses is kept from the ends, which are infinitely far.
    /// </summary>
    private static double Scaled(Tally tally)
    {
        var most = 1 - (1.5 / tally.Total);
        return Math.Atanh(Math.Clamp(Score(tally), -most, most));
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
