using System.Text;
using Microsoft.AspNetCore.Http;

namespace NpsRealtime.Web.Streams;

/// <summary>Tells an SSE viewer now and then that the stream is alive, and what time it is here.</summary>
internal sealed class SseHeartbeat : IViewerTurn, IAsyncDisposable
{
    private readonly Viewer _viewer;
    private readonly SseConnection _connection;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private int _isWaiting;

    public SseHeartbeat(Viewer viewer, SseConnection connection, WebOptions limits, TimeProvider time)
    {
        _viewer = viewer;
        _connection = connection;
        _time = time;
        var interval = TimeSpan.FromSeconds(limits.HeartbeatSeconds);
        _timer = time.CreateTimer(_ => Due(), null, interval, interval);
    }

    public ValueTask TakeAsync()
    {
        Interlocked.Exchange(ref _isWaiting, 0);
        var now = _time.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture);
        return _connection.SendAsync("heartbeat"u8, Encoding.ASCII.GetBytes($"{{\"serverTime\":\"{now}\"}}"));
    }

    public ValueTask DisposeAsync() => _timer.DisposeAsync();

    private void Due()
    {
        if (Interlocked.Exchange(ref _isWaiting, 1) == 0)
            _viewer.Enqueue(this);
    }
}
