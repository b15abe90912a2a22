namespace NpsRealtime.Scoring.Engine;

/// <summary>Somebody watches a score; disposing ends it.</summary>
public interface IScoreWatch : IDisposable
{
    /// <summary>
    /// How old what was shown last may be: the time since the score was last asked and did answer, or since the watch began. A score
    /// that lives elsewhere is asked every few seconds, so that a larger figure means that nobody knows what it is by now.
    /// </summary>
    TimeSpan Unconfirmed { get; }
}
