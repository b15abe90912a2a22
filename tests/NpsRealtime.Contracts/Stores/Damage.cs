namespace NpsRealtime.Contracts.Stores;

/// <summary>What can be wrong in a database so that responses and tallies no longer agree.</summary>
public enum Damage
{
    /// <summary>A tally row counts one promoter (score 10) too many.</summary>
    CountTooHigh,

    /// <summary>All tally rows of the tenant's own key are gone.</summary>
    BucketsLost,

    /// <summary>Tallies stand in a minute in which nobody responded.</summary>
    BucketMoved,

    /// <summary>Tallies stand under a key that no response has.</summary>
    KeyChanged,

    /// <summary>Minutes are marked as quarter-hours.</summary>
    ResolutionChanged,

    /// <summary>A response that counts is gone.</summary>
    ResponseLost,

    /// <summary>A response's score is another.</summary>
    ScoreChanged,

    /// <summary>A response's time is an hour later.</summary>
    TimeChanged,

    /// <summary>A response is counted under no key but the tenant's.</summary>
    KeysOfResponseLost,
}
