using NpsRealtime.Scoring.Arithmetic;

namespace NpsRealtime.Scoring.Tests.Insight;

/// <summary>Responses at random, as customers with given habits would send them.</summary>
internal sealed class SimulatedScores(Random random, double promoters, double detractors)
{
    public Tally Next()
    {
        var draw = random.NextDouble();
        return Tally.Of(draw < promoters ? 10 : draw < promoters + detractors ? 3 : 8);
    }

    /// <summary>So many responses together.</summary>
    public Tally Next(int count)
    {
        var tally = default(Tally);
        for (var index = 0; index < count; index++)
            tally.Add(Next());
        return tally;
    }

    /// <summary>A minute's responses when <paramref name="perMinute"/> come on average, one behind the other at random (Poisson).</summary>
    public Tally Minute(double perMinute)
    {
        var count = 0;
        for (var product = random.NextDouble(); product > Math.Exp(-perMinute); product *= random.NextDouble())
            count++;
        return Next(count);
    }
}
