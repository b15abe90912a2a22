namespace NpsRealtime.Scoring.Insight;

/// <summary>Student's distribution with whole degrees of freedom.</summary>
public static class StudentDistribution
{
    private const double Furthest = 1e6;
    private const int Halvings = 60;

    /// <summary>The probability of being at least as far from zero as <paramref name="t"/> (Abramowitz and Stegun 26.7.3 and 26.7.4).</summary>
    public static double TwoSided(double t, int degrees)
    {
        var angle = Math.Atan(Math.Abs(t) / Math.Sqrt(degrees));
        var (sine, cosine) = Math.SinCos(angle);
        var isOdd = degrees % 2 == 1;
        var term = isOdd ? cosine : 1;
        var sum = degrees == 1 ? 0 : term;
        for (var power = isOdd ? 3 : 2; power <= degrees - 2; power += 2)
        {
            term *= cosine * cosine * (power - 1) / power;
            sum += term;
        }

        return 1 - (isOdd ? 2 / Math.PI * (angle + (sine * sum)) : sine * sum);
    }

    /// <summary>How far from zero it is with probability <paramref name="alpha"/>, on both sides together.</summary>
    public static double Quantile(double alpha, int degrees)
    {
        var (low, high) = (0.0, Furthest);
        for (var halving = 0; halving < Halvings; halving++)
        {
            // By ratios: quantiles of few degrees reach far.
            var middle = low < 1 ? (high > 2 ? 1 : (low + high) / 2) : Math.Sqrt(low * high);
            if (TwoSided(middle, degrees) > alpha)
                low = middle;
            else
                high = middle;
        }

        return high;
    }
}
