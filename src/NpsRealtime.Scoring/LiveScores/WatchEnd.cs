namespace NpsRealtime.Scoring.LiveScores;

/// <summary>Ends a watch, once, however often it is disposed. Thread-safe.</summary>
internal sealed class WatchEnd(Action end) : IDisposable
{
    private Action? _end = end;

    public void Dispose() => Interlocked.Exchange(ref _end, null)?.Invoke();
}
