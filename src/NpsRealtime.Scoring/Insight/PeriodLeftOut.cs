namespace NpsRealtime.Scoring.Insight;

/// <summary>Why a period does not say what is usual.</summary>
public enum PeriodLeftOut
{
    /// <summary>It is used.</summary>
    No,

    /// <summary>It has fewer than <see cref="Usual.ResponsesMin"/> responses.</summary>
    TooFew,

    /// <summary>An annotation says that something out of the ordinary happened in it.</summary>
    Incident,

    /// <summary>It lies further from the others than an ordinary period does.</summary>
    Outlier,
}
