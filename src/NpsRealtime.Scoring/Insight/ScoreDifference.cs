using NpsRealtime.Scoring.Arithmetic;

namespace NpsRealtime.Scoring.Insight;

/// <summary>How one score differs from another, and whether that is more than noise.</summary>
/// <param name="Points">The first score minus the second, in points.</param>
/// <param name="Interval">Where the true difference lies, at every look at once, in points.</param>
/// <param name="Z">The difference in standard errors, on the adjusted proportions.</param>
/// <param name="P">The two-sided p-value of one look.</param>
/// <param name="PAnytime">The p-value that holds however often one looks.</param>
/// <param name="Alpha">The rate of false alarms, over all looks, at which it is a real change.</param>
public sealed record ScoreDifference(decimal Points, ScoreInterval Interval, double Z, double P, double PAnytime, double Alpha = AnytimeBound.Alpha)
{
    /// <summary>Whether the difference is a real change: <see cref="PAnytime"/> is below <see cref="Alpha"/>.</summary>
    public bool IsSignificant => PAnytime < Alpha;

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
        return Of(now - then, centre - otherCentre, (error * error) + (otherError * otherError), AnytimeBound.Alpha);
    }

    /// <summary>A difference of which the error is known.</summary>
    /// <param name="points">As it is shown, in points.</param>
    /// <param name="difference">The estimate, as a difference of proportions (−2 to 2).</param>
    /// <param name="variance">Its variance; above zero.</param>
    /// <param name="alpha">The rate of false alarms over all looks.</param>
    internal static ScoreDifference Of(decimal points, double difference, double variance, double alpha)
    {
        var z = difference / Math.Sqrt(variance);
        var half = AnytimeBound.HalfWidth(variance, alpha);
        return new ScoreDifference(
            points,
            new ScoreInterval(1 - alpha, Points100(difference - half), Points100(difference + half)),
            z,
            NormalDistribution.TwoSided(z),
            AnytimeBound.PValue(difference, variance),
            alpha);
    }

    // A difference of scores reaches from −200 to +200.
    private static double Points100(double proportion) =>
        Math.Round(Math.Clamp(100 * proportion, -200, 200), 2, MidpointRounding.AwayFromZero);
}
