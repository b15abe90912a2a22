namespace NpsRealtime.Scoring.LiveScores;

/// <summary>What became of a roll-up.</summary>
public enum ApplyOutcome
{
    /// <summary>It is in; no count changed.</summary>
    Unchanged,

    /// <summary>It is in, and counts changed.</summary>
    Changed,

    /// <summary>Something may have been missed: the score must load again.</summary>
    LoadNeeded,
}
