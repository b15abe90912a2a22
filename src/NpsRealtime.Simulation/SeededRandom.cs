namespace NpsRealtime.Simulation;

/// <summary>
/// SplitMix64 (Steele, Lea and Flood 2014). The framework's own generator may change its sequence from one version to the next;
/// a seed that somebody wrote into a bug report has to mean the same traffic for ever.
/// </summary>
public sealed class SeededRandom(ulong seed)
{
    private ulong _state = seed;

    /// <summary>A generator of its own for one part of a simulation, so that parts can be made in any order.</summary>
    public static SeededRandom For(ulong seed, long part) => new(Mix(seed ^ Mix((ulong)part + 0x9E3779B97F4A7C15)));

    public ulong Next() => Mix(_state += 0x9E3779B97F4A7C15);

    /// <summary>From 0 up to, but not including, 1.</summary>
    public double NextDouble() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>From 0 up to, but not including, <paramref name="below"/>.</summary>
    public int NextInt32(int below) => (int)(NextDouble() * below);

    /// <summary>Whether something of that probability happens.</summary>
    public bool Chance(double probability) => NextDouble() < probability;

    public T Pick<T>(IReadOnlyList<T> items) => items[NextInt32(items.Count)];

    /// <summary>The index of a weight, drawn in proportion to the weights.</summary>
    public int PickIndex(ReadOnlySpan<double> weights)
    {
        var sum = 0.0;
        foreach (var weight in weights)
            sum += weight;
        var at = NextDouble() * sum;
        for (var index = 0; index < weights.Length; index++)
        {
            at -= weights[index];
            if (at < 0)
                return index;
        }

        return weights.Length - 1;
    }

    /// <summary>The time to the next of events that come <paramref name="perSecond"/> on average (an exponential gap).</summary>
    public TimeSpan NextGap(double perSecond) => TimeSpan.FromSeconds(-Math.Log(1 - NextDouble()) / perSecond);

    /// <summary>How many of events with that mean happen (Knuth's method, in pieces so that large means do not underflow).</summary>
    public int NextPoisson(double mean)
    {
        var count = 0;
        for (; mean > 0; mean -= 20)
        {
            var limit = Math.Exp(-Math.Min(mean, 20));
            for (var product = NextDouble(); product > limit; product *= NextDouble())
                count++;
        }

        return count;
    }

    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
