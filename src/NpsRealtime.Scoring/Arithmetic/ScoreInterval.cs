namespace NpsRealtime.Scoring.Arithmetic;

/// <summary>A confidence interval of a Net Promoter Score, in points, clamped to ±100.</summary>
/// <param name="Confidence">The confidence level, 0.95.</param>
/// <param name="Low">The lower end, rounded to two decimals.</param>
/// <param name="High">The upper end, rounded to two decimals.</param>
public sealed record ScoreInterval(double Confidence, double Low, double High)
{
    /// <summary>The 97.5 % quantile of the standard normal distribution.</summary>
    public const double Z95 = 1.959964;

    /// <summary>
    /// The adjusted Wald interval at 95 %: three pseudo-answers are added, ¾ of one to promoters and ¾ to detractors, before the
    /// variance of a difference of two proportions is taken (Rocks, "Interval Estimation for the Net Promoter Score", The
    /// American Statistician 2016; Sauro and Lewis, "Quantifying the User Experience"), and out to the score itself where that lies beyond, as
    /// it does when one promoter is all there is. Null when nobody answered.
    /// </summary>
    public static ScoreInterval? Of(in Tally tally)
    {
        if (tally.Total == 0)
            return null;
        var (centre, standardError) = Adjusted(tally);
        var score = (tally.Promoters - tally.Detractors) / (double)tally.Total;
        return new ScoreInterval(
            0.95, Points(Math.Min(score, centre - (Z95 * standardError))), Points(Math.Max(score, centre + (Z95 * standardError))));
    }

    /// <summary>The adjusted difference of proportions (−1 to 1) and its standard error.</summary>
    public static (double Centre, double StandardError) Adjusted(in Tally tally)
    {
        var n = tally.Total + 3.0;
        var promoters = (tally.Promoters + 0.75) / n;
        var detractors = (tally.Detractors + 0.75) / n;
        var centre = promoters - detractors;
        return (centre, Math.Sqrt((promoters + detractors - (centre * centre)) / n));
    }

    private static double Points(double proportion) =>
        Math.Round(Math.Clamp(100 * proportion, -100, 100), 2, MidpointRounding.AwayFromZero);
}
