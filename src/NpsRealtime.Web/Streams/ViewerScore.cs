using NpsRealtime.Web.Telemetry;

namespace NpsRealtime.Web.Streams;

/// <summary>One score of one viewer: whether it changed since it was last sent. The snapshot itself is shared.</summary>
internal sealed class ViewerScore(Viewer viewer, SharedScore score, TimeProvider time, bool isHeld) : IViewerWork
{
    // A client's library may hand over a change that came right behind the subscription's answer before it hands over the answer,
    // and the client would then show the older of the two. So a change within this time after the answer is sent once more.
    private static readonly TimeSpan Settling = TimeSpan.FromMilliseconds(250);

    // 1 while this waits in the viewer's queue, or while the subscription's own answer will carry the snapshot.
    private int _isWaiting = isHeld ? 1 : 0;
    private bool _isHeld = isHeld;
    private long? _answeredAt;

    public Viewer Viewer => viewer;

    public SharedScore Score => score;

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
        _answeredAt = isAnswered ? time.GetTimestamp() : null;
        Interlocked.Exchange(ref _isWaiting, 0);
        if (!isAnswered && score.Latest is not null)
            Changed();
    }

    public ValueTask DoAsync()
    {
        // Before the snapshot is read: a change that comes after this line is work of its own.
        Interlocked.Exchange(ref _isWaiting, 0);
        if (IsRemoved || score.Latest is not { } latest)
            return ValueTask.CompletedTask;
        WebMeters.Published(time.GetElapsedTime(latest.PublishedAt));
        if (_answeredAt is { } answeredAt)
        {
            _answeredAt = null;
            if (time.GetElapsedTime(answeredAt) < Settling)
                _ = RepeatAsync();
        }

        return viewer.Connection.SendAsync(score);
    }

    private async Task RepeatAsync()
    {
        await Task.Delay(Settling, time);
        Changed();
    }
}
