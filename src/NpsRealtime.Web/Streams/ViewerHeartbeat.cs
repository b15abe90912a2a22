namespace NpsRealtime.Web.Streams;

/// <summary>Tells a viewer which of its scores are unconfirmed or left out: when that changes, and as often besides as is wanted.</summary>
internal sealed class ViewerHeartbeat(Viewer viewer, TimeProvider time) : IViewerWork, IDisposable
{
    private Heartbeat? _last;
    private ITimer? _timer;
    private int _isWaiting;
    private int _isDue;

    /// <summary>Tells it from now on also when nothing has changed, so that the viewer hears that the stream is alive.</summary>
    public void Repeat(TimeSpan interval) => _timer = time.CreateTimer(_ => Due(), null, interval, interval);

    /// <summary>Something may have changed.</summary>
    public void Changed()
    {
        if (Interlocked.Exchange(ref _isWaiting, 1) == 0)
            viewer.Enqueue(this);
    }

    public ValueTask DoAsync()
    {
        // Before anything is looked at: a change that comes after these lines is work of its own.
        Interlocked.Exchange(ref _isWaiting, 0);
        var isDue = Interlocked.Exchange(ref _isDue, 0) == 1;
        var heartbeat = viewer.Heartbeat(time.GetUtcNow());
        if (!isDue && heartbeat.SaysAsMuchAs(_last))
            return ValueTask.CompletedTask;
        _last = heartbeat;
        return viewer.Connection.SendAsync(heartbeat);
    }

    public void Dispose() => _timer?.Dispose();

    private void Due()
    {
        Interlocked.Exchange(ref _isDue, 1);
        Changed();
    }
}
