using NpsRealtime.Scoring.Arithmetic;

namespace NpsRealtime.Scoring.Insight;

/// <summary>
/// Since when a score is as it is: the most likely place at which its mean changed, as the split that separates the responses
/// before from those after best. Later changes are looked for behind it in turn (binary segmentation, Scott and Knott 1974;
/// Vostrikova 1981).
/// </summary>
/// <remarks>
/// The split maximises χ = |m₁ − m₂| / √(σ²(1/n₁ + 1/n₂)). When nothing changed, the probability that the greatest χ over all splits
/// with at least a share ε on each side exceeds b is about 4φ(b)/b + φ(b)(b − 1/b)·log((1−ε)²/ε²) (Miller and Siegmund, "Maximally
/// Selected Chi Square Statistics", Biometrics 1982). The splits whose log-likelihood is within 3.68 of the best are those that
/// 95 % allow: 1 − (1 − e^(−3.68))² = 0.05 (Siegmund, "Confidence Sets in Change-Point Problems", 1988).
/// </remarks>
public static class ChangePoints
{
    /// <summary>A change is told when its p is below this. It is lower than usual, since people look again and again.</summary>
    public const double PMax = 0.01;

    private const double TrimmedShare = 0.05;
    private const int ResponsesMin = 10;
    private const double LogLikelihoodDrop = 3.676;

    /// <summary>The last change in a row of buckets, or null when there was none.</summary>
    public static ChangePoint? Last(IReadOnlyList<Tally> buckets)
    {
        var counts = new double[buckets.Count + 1];
        var sums = new double[buckets.Count + 1];
        var squares = new double[buckets.Count + 1];
        for (var index = 0; index < buckets.Count; index++)
        {
            counts[index + 1] = counts[index] + buckets[index].Total;
            sums[index + 1] = sums[index] + buckets[index].Promoters - buckets[index].Detractors;
            squares[index + 1] = squares[index] + buckets[index].Promoters + buckets[index].Detractors;
        }

        return Last(counts, sums, squares);
    }

    /// <summary>The last change in a row of single measurements.</summary>
    public static ChangePoint? Last(IReadOnlyList<double> values)
    {
        var counts = new double[values.Count + 1];
        var sums = new double[values.Count + 1];
        var squares = new double[values.Count + 1];
        for (var index = 0; index < values.Count; index++)
        {
            counts[index + 1] = index + 1;
            sums[index + 1] = sums[index] + values[index];
            squares[index + 1] = squares[index] + (values[index] * values[index]);
        }

        return Last(counts, sums, squares);
    }

    /// <summary>The probability of a greatest χ above <paramref name="bound"/> when nothing changed.</summary>
    public static double PValue(double bound, double trimmedShare)
    {
        if (bound <= 1)
            return 1;
        var density = NormalDistribution.Density(bound);
        var splits = 2 * Math.Log((1 - trimmedShare) / trimmedShare);
        return Math.Min(1, (4 * density / bound) + (density * (bound - (1 / bound)) * splits));
    }

    private static ChangePoint? Last(double[] counts, double[] sums, double[] squares)
    {
        ChangePoint? last = null;
        var begin = 0;
        while (Strongest(counts, sums, squares, begin) is { } found)
        {
            last = found;
            begin = found.Index;
        }

        return last;
    }

    /// <summary>The clearest change behind <paramref name="begin"/>.</summary>
    private static ChangePoint? Strongest(double[] counts, double[] sums, double[] squares, int begin)
    {
        var end = counts.Length - 1;
        var total = counts[end] - counts[begin];
        var sum = sums[end] - sums[begin];
        var variance = ((squares[end] - squares[begin]) - (sum * sum / total)) / total;
        var least = Math.Max(ResponsesMin, TrimmedShare * total);
        if (total < 2 * ResponsesMin || !(variance > 1e-9))
            return null;
        var (best, bestIndex) = (0.0, -1);
        for (var index = begin + 1; index < end; index++)
        {
            var before = counts[index] - counts[begin];
            if (before < least || total - before < least)
                continue;
            var squared = Separation(index);
            if (squared > best)
                (best, bestIndex) = (squared, index);
        }

        if (bestIndex < 0 || PValue(Math.Sqrt(best), least / total) is var p && p >= PMax)
            return null;
        var (earliest, latest) = (bestIndex, bestIndex);
        for (var index = begin + 1; index < end; index++)
        {
            if (best - Separation(index) > 2 * LogLikelihoodDrop)
                continue;
            earliest = Math.Min(earliest, index);
            latest = Math.Max(latest, index);
        }

        return new ChangePoint(FirstWithResponses(counts, bestIndex), earliest, Math.Max(latest, FirstWithResponses(counts, bestIndex)), begin, p);

        double Separation(int index)
        {
            var (before, after) = (counts[index] - counts[begin], counts[end] - counts[index]);
            if (before <= 0 || after <= 0)
                return 0;
            var difference = ((sums[index] - sums[begin]) / before) - ((sums[end] - sums[index]) / after);
            return difference * difference / (variance * ((1 / before) + (1 / after)));
        }
    }

    /// <summary>Buckets without responses belong to neither side; the change is told at the first one that shows it.</summary>
    private static int FirstWithResponses(double[] counts, int index)
    {
        while (index + 2 < counts.Length && counts[index + 1] - counts[index] <= 0)
            index++;
        return index;
    }
}
