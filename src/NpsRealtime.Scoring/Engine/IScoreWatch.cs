namespace NpsRealtime.Scoring.Engine;

/// <summary>A watch of one score; disposing ends it. Thread-safe.</summary>
public interface IScoreWatch : IDisposable
{
    /// <summary>
    /// How the score stood then is certainly shown: the beginning of the last question about it that was answered; null before the first
    /// answer. It is renewed every five seconds. Who sees it grow older than that does not know how the score stands, however well the
    /// way to the viewer works.
    /// </summary>
    DateTimeOffset? ConfirmedAt { get; }
}
