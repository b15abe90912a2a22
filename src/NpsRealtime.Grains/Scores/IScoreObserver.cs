using NpsRealtime.Grains.Messages;

namespace NpsRealtime.Grains.Scores;

/// <summary>A node that watches one score on behalf of all its viewers.</summary>
[Alias("nps.score-observer")]
internal interface IScoreObserver : IGrainObserver
{
    /// <summary>Windows have changed. Repeated, late and lost messages do no harm.</summary>
    [ResponseTimeout("00:00:02"), Alias("show")]
    Task ShowAsync(ScoreNews news);

    /// <summary>The score leaves its silo: ask again now, so that it comes to life elsewhere at once.</summary>
    [ResponseTimeout("00:00:02"), Alias("moved")]
    Task MovedAsync();
}
