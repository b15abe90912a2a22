using NpsRealtime.Scoring.Arithmetic;

namespace NpsRealtime.Scoring.Insight;

/// <summary>How one score differs from another, and whether that is more than noise.</summary>
/// <param name="Points">The first score minus the second, in points.</param>
/// <param name="Interval">Where the true difference lies, at every look at once, in points.</param>
/// <param name="Z">The difference in standard errors, on the adjusted proportions.</param>
/// <param name="P">The two-sided p-value of one look.</param>
/// <param name="IsSignificant">Whether it is a real change: the interval leaves zero out.</param>
public sealed record ScoreDifference(decimal Points, ScoreInterval Interval, double Z, double P, bool IsSignificant)
{
    private readonly Func<double> _pAnytime = () => 1;

    /// <summary>The p-value that holds however often one looks.</summary>
    public double PAnytime => _pAnytime();

    /// <summary>A difference of which the error is known.</summary>
    /// <param name="points">As it is shown, in points.</param>
    /// <param name="difference">The estimate, as a difference of proportions (−2 to 2).</param>
    /// <param name="variance">Its variance; above zero.</param>
    /// <param name="half">Half the width of its interval over all looks.</param>
    /// <param name="alpha">The rate of false alarms over all looks that <paramref name="half"/> is for.</param>
    /// <param name="pAnytime">Reckons the p-value that belongs to it.</param>
    internal ScoreDifference(decimal points, double difference, double variance, double half, double alpha, Func<double> pAnytime)
        : this(
            points,
            new ScoreInterval(1 - alpha, Points100(difference - half), Points100(difference + half)),
            difference / Math.Sqrt(variance),
            NormalDistribution.TwoSided(difference / Math.Sqrt(variance)),
            Math.Abs(difference) > half) => _pAnytime = pAnytime;

    /// <summary>
    /// The difference of two scores: Z = (S₁ − S₂) / √(SE₁² + SE₂²) on the adjusted proportions (Rocks 2016), and the same estimate
    /// under <see cref="AnytimeBound"/>. Null while either has no responses.
    /// </summary>
    public static ScoreDifference? Of(in Tally current, in Tally baseline)
    {
        if (NetPromoterScore.Of(current) is not { } now || NetPromoterScore.Of(baseline) is not { } then)
            return null;
        var (centre, error) = ScoreInterval.Adjusted(current);
        var (otherCentre, otherError) = ScoreInterval.Adjusted(baseline);
        var (difference, variance) = (centre - otherCentre, (error * error) + (otherError * otherError));
        return new ScoreDifference(now - then, difference, variance, AnytimeBound.HalfWidth(variance), AnytimeBound.Alpha, () => AnytimeBound.PValue(difference, variance));
    }

    // A difference of scores reaches from −200 to +200.
    private static double Points100(double proportion) =>
        Math.Round(Math.Clamp(100 * proportion, -200, 200), 2, MidpointRounding.AwayFromZero);
}
