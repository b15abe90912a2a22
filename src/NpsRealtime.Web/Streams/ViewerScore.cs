using NpsRealtime.Web.Telemetry;

namespace NpsRealtime.Web.Streams;

/// <summary>One score of one viewer: whether it changed since it was last sent. The snapshot itself is shared.</summary>
internal sealed class ViewerScore(Viewer viewer, WatchedScore score, TimeProvider time, bool isHeld) : IViewerTurn
{
    // 1 while the turn waits in the viewer's queue, or while the subscription's own answer will carry the snapshot.
    private int _isWaiting = isHeld ? 1 : 0;
    private bool _isHeld = isHeld;

    public WatchedScore Score => score;

    /// <summary>Whether the viewer asked for this very key, and not only for a wildcard that covers it.</summary>
    public bool IsExplicit { get; set; }

    /// <summary>Set when the viewer no longer wants the score.</summary>
    public bool IsRemoved { get; set; }

    /// <summary>The score has a new snapshot.</summary>
    public void Changed()
    {
        if (Interlocked.Exchange(ref _isWaiting, 1) == 0)
            viewer.Enqueue(this);
    }

    /// <summary>
    /// The subscription's answer is on its way. It is serialised when it is written, so that it holds the latest snapshot even if
    /// that came a moment ago; a score without any yet is sent as soon as it has one.
    /// </summary>
    /// <param name="isAnswered">Whether the answer holds this score.</param>
    public void LetGo(bool isAnswered)
    {
        if (!_isHeld)
            return;
        _isHeld = false;
        Interlocked.Exchange(ref _isWaiting, 0);
        if (!isAnswered && score.Latest is not null)
            Changed();
    }

    public ValueTask TakeAsync()
    {
        // Before the snapshot is read: a change that comes after this line gets a turn of its own.
        Interlocked.Exchange(ref _isWaiting, 0);
        if (IsRemoved || score.Latest is not { } latest)
            return ValueTask.CompletedTask;
        WebMeters.Published(time.GetElapsedTime(latest.PublishedAt));
        return viewer.Connection.SendAsync(score);
    }
}
