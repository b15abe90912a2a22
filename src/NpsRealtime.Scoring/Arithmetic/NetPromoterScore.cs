namespace NpsRealtime.Scoring.Arithmetic;

/// <summary>The score itself: 100 × (promoters − detractors) / total.</summary>
public static class NetPromoterScore
{
    /// <summary>
    /// The Net Promoter Score of a tally, −100 to +100, rounded to two decimals, half away from zero; null when nobody answered.
    /// Computed in decimals, so that a half is a half.
    /// </summary>
    public static decimal? Of(in Tally tally)
    {
        var total = tally.Total;
        return total == 0
            ? null
            : Math.Round(100m * (tally.Promoters - tally.Detractors) / total, 2, MidpointRounding.AwayFromZero);
    }
}
