using NpsRealtime.Scoring.Arithmetic;

namespace NpsRealtime.Scoring.Insight;

/// <summary>
/// Splits the change of a whole into what each part adds. A score is the mean of its parts' scores s, weighted by their shares w of
/// the responses; so with midpoints between before and after its change is Σ w̄·Δs + Σ Δw·(s̄ − S̄) exactly: the score effects and the
/// mix effects (Bennet 1920; Kitagawa, "Components of a Difference Between Two Rates", JASA 1955). S̄, the whole's midpoint, is taken
/// from each s̄ because shares sum to one, so that a part which grows adds only when it is better than the whole.
/// </summary>
public static class Contributions
{
    private const decimal Cent = 0.01m;

    /// <summary>
    /// A contribution per part, in the order of the parts. They are in hundredths of a point and sum exactly to the difference of the
    /// whole's two scores as those are shown. Null while the whole has no responses before or after.
    /// </summary>
    public static IReadOnlyList<Contribution>? Of(IReadOnlyList<(Tally Current, Tally Previous)> parts)
    {
        var (now, then) = (default(Tally), default(Tally));
        foreach (var (current, previous) in parts)
        {
            now.Add(current);
            then.Add(previous);
        }

        if (NetPromoterScore.Of(now) is not { } score || NetPromoterScore.Of(then) is not { } before)
            return null;
        var middle = (Mean(now, 0) + Mean(then, 0)) / 2;
        var effects = new decimal[2 * parts.Count];
        for (var index = 0; index < parts.Count; index++)
        {
            var (current, previous) = parts[index];
            var (share, shareBefore) = ((decimal)current.Total / now.Total, (decimal)previous.Total / then.Total);

            // A part that is new or gone had no score to move: all that it does is a matter of the mix.
            var mean = Mean(current, Mean(previous, 0));
            var meanBefore = Mean(previous, mean);
            effects[2 * index] = 100 * (share + shareBefore) / 2 * (mean - meanBefore);
            effects[(2 * index) + 1] = 100 * (share - shareBefore) * (((mean + meanBefore) / 2) - middle);
        }

        var rounded = Round(effects, score - before);
        return [.. Enumerable.Range(0, parts.Count).Select(index => new Contribution(rounded[2 * index], rounded[(2 * index) + 1]))];
    }

    private static decimal Mean(in Tally tally, decimal empty) =>
        tally.Total == 0 ? empty : (decimal)(tally.Promoters - tally.Detractors) / tally.Total;

    /// <summary>Rounds to hundredths so that the sum is <paramref name="sum"/>: those nearest to the next hundredth are moved there.</summary>
    private static decimal[] Round(decimal[] effects, decimal sum)
    {
        var rounded = Array.ConvertAll(effects, effect => Math.Floor(effect / Cent) * Cent);
        var missing = (int)((sum - rounded.Sum()) / Cent);
        var order = Enumerable.Range(0, effects.Length)
            .OrderByDescending(index => effects[index] - rounded[index])
            .ToArray();
        for (var step = 0; step < Math.Abs(missing); step++)
        {
            var index = missing > 0 ? order[step % order.Length] : order[^((step % order.Length) + 1)];
            rounded[index] += Math.Sign(missing) * Cent;
        }

        return rounded;
    }
}
