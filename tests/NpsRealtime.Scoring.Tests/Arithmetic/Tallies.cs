using NpsRealtime.Scoring.Arithmetic;

namespace NpsRealtime.Scoring.Tests.Arithmetic;

/// <summary>Tallies by category, each category spread over its scores.</summary>
public static class Tallies
{
    public static Tally Of(long promoters, long passives, long detractors)
    {
        var tally = default(Tally);
        tally[9] = promoters / 2;
        tally[10] = promoters - tally[9];
        tally[7] = passives / 3;
        tally[8] = passives - tally[7];
        for (var score = 0; score < 6; score++)
            tally[score] = detractors / 7;
        tally[6] = detractors - (6 * (detractors / 7));
        return tally;
    }
}
