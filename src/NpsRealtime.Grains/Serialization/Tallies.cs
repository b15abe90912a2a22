using NpsRealtime.Scoring.Arithmetic;

namespace NpsRealtime.Grains.Serialization;

/// <summary>Tallies travel as their eleven counts.</summary>
internal static class Tallies
{
    public static Tally Of(long[] counts)
    {
        if (counts.Length != Tally.Scores)
            throw new InvalidOperationException($"A tally has {Tally.Scores} counts, not {counts.Length}. Do all nodes run the same version?");
        var tally = default(Tally);
        for (var score = 0; score < counts.Length; score++)
            tally[score] = counts[score];
        return tally;
    }
}
