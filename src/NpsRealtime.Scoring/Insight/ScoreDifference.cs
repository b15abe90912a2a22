using NpsRealtime.Scoring.Arithmetic;

namespace NpsRealtime.Scoring.Insight;

/// <summary>How one score differs from another, and whether that is more than noise.</summary>
/// <param name="Points">The first score minus the second, in points.</param>
/// <param name="Interval">Where the true difference lies, at every look at once, in points.</param>
/// <param name="Z">The difference in standard errors, on the adjusted proportions.</param>
/// <param name="P">The two-sided p-value of one look.</param>
/// <param name="PAnytime">The p-value that holds however often one looks.</param>
public sealed record ScoreDifference(decimal Points, ScoreInterval Interval, double Z, double P, double PAnytime)
{
    /// <summary>Whether the difference is a real change: <see cref="PAnytime"/> is below <see cref="AnytimeBound.Alpha"/>.</summary>
    public bool IsSignificant => PAnytime < AnytimeBound.Alpha;

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
        var difference = centre - otherCentre;
        var variance = (error * error) + (otherError * otherError);
        var z = difference / Math.Sqrt(variance);
        var half = AnytimeBound.HalfWidth(variance);
        return new ScoreDifference(
            now - then,
            new ScoreInterval(1 - AnytimeBound.Alpha, Points100(difference - half), Points100(difference + half)),
            z,
            NormalDistribution.TwoSided(z),
            AnytimeBound.PValue(difference, variance));
    }

    // A difference of scores reaches from −200 to +200.
    private static double Points100(double proportion) =>
        Math.Round(Math.Clamp(100 * proportion, -200, 200), 2, MidpointRounding.AwayFromZero);
}
