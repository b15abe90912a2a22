namespace NpsRealtime.Scoring.Engine;

/// <summary>The watch of a score that lives in this process, and is what it says.</summary>
internal sealed class LocalScoreWatch(IDisposable watch) : IScoreWatch
{
    public TimeSpan Unconfirmed => TimeSpan.Zero;

    public void Dispose() => watch.Dispose();
}
