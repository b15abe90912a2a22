namespace NpsRealtime.Scoring.Arithmetic;

/// <summary>The three groups of the Net Promoter Score (Reichheld, "The One Number You Need to Grow", HBR 2003).</summary>
public enum Category
{
    /// <summary>Scores 0 to 6.</summary>
    Detractor,

    /// <summary>Scores 7 and 8.</summary>
    Passive,

    /// <summary>Scores 9 and 10.</summary>
    Promoter,
}
