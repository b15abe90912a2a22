namespace NpsRealtime.Scoring.Insight;

/// <summary>The standard normal distribution, exact to about fourteen digits also far out in its tails.</summary>
public static class NormalDistribution
{
    // Where the series needs more terms than the continued fraction.
    private const double SeriesMax = 2.5;
    private const int TermsMax = 300;

    /// <summary>The density at <paramref name="x"/>.</summary>
    public static double Density(double x) => Math.Exp(-0.5 * x * x) / Math.Sqrt(2 * Math.PI);

    /// <summary>The probability of being at least as far from zero as <paramref name="z"/>: the two-sided p-value.</summary>
    public static double TwoSided(double z)
    {
        var x = Math.Abs(z) / Math.Sqrt(2);
        return x < SeriesMax ? 1 - ErrorBySeries(x) : ComplementByFraction(x);
    }

    /// <summary>erf(x) = 2/√π · e^(−x²) · Σ 2ⁿ x^(2n+1) / (1·3·5…(2n+1)) (Abramowitz and Stegun 7.1.6): no term is negative, so nothing cancels.</summary>
    private static double ErrorBySeries(double x)
    {
        var term = x;
        var sum = x;
        for (var n = 1; n < TermsMax && term > sum * 1e-17; n++)
        {
            term *= 2 * x * x / ((2 * n) + 1);
            sum += term;
        }

        return 2 / Math.Sqrt(Math.PI) * Math.Exp(-x * x) * sum;
    }

    /// <summary>erfc(x) by its continued fraction (Abramowitz and Stegun 7.1.14), from the inside out.</summary>
    private static double ComplementByFraction(double x)
    {
        var fraction = 0.0;
        for (var n = TermsMax; n >= 1; n--)
            fraction = n / 2.0 / (x + fraction);
        return Math.Exp(-x * x) / Math.Sqrt(Math.PI) / (x + fraction);
    }
}
