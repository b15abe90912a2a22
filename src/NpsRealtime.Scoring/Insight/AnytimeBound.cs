namespace NpsRealtime.Scoring.Insight;

/// <summary>
/// A test of "no difference" that stays valid however often one looks and whenever one stops: the mixture sequential probability
/// ratio test (Robbins 1970; Johari, Koomen, Pekelis and Walsh, "Peeking at A/B Tests", KDD 2017). The estimate of a difference
/// with variance V is, in the information 1/V, a Brownian motion; under no difference the likelihood ratio against a normal mixture
/// of differences with variance τ², Λ = √(V/(V+τ²)) · exp(θ²τ² / (2V(V+τ²))), is a martingale that begins at one. So it ever
/// reaches 1/α with probability at most α (Ville's inequality), and p = 1/Λ is a p-value at every look at once.
/// </summary>
/// <remarks>
/// It holds for counts that grow from a fixed start, as those of a campaign do, against a fixed baseline. For a window whose start
/// moves on (24h) it is only a bound that is stricter than that of one look.
/// </remarks>
public static class AnytimeBound
{
    /// <summary>The rate of false alarms over all looks.</summary>
    public const double Alpha = 0.05;

    /// <summary>
    /// τ, the size of difference that the test is tuned to find early, as a difference of proportions: 15 points of NPS. Any value
    /// keeps the rate of false alarms; this one loses least for changes of 10 to 30 points.
    /// </summary>
    public const double TunedTo = 0.15;

    private const double MixtureVariance = TunedTo * TunedTo;

    /// <summary>The p-value that is valid at every look.</summary>
    /// <param name="difference">The estimate, as a difference of proportions (−2 to 2).</param>
    /// <param name="variance">Its variance; above zero.</param>
    public static double PValue(double difference, double variance)
    {
        var total = variance + MixtureVariance;
        var logRatio = (0.5 * Math.Log(variance / total)) + (difference * difference * MixtureVariance / (2 * variance * total));
        return logRatio <= 0 ? 1 : Math.Exp(-logRatio);
    }

    /// <summary>Half the width of the confidence interval that covers the true difference at every look at once with 1 − α.</summary>
    public static double HalfWidth(double variance, double alpha = Alpha)
    {
        var total = variance + MixtureVariance;
        return Math.Sqrt(variance * total / MixtureVariance * (Math.Log(total / variance) - (2 * Math.Log(alpha))));
    }
}
