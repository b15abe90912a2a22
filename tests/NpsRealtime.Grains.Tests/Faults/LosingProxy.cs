using System.Net;
using System.Net.Sockets;

namespace NpsRealtime.Grains.Tests.Faults;

/// <summary>Stands between a store and its database, and cuts connections at the worst moment when it is told to.</summary>
internal sealed class LosingProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly int _target;
    private readonly Task _accepting;
    private volatile string? _markOfLoss;
    private int _losses;

    public LosingProxy(int target)
    {
        _target = target;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public string ConnectionString => $"Host=127.0.0.1;Port={((IPEndPoint)_listener.LocalEndpoint).Port};Database=nps;Username=nps";

    /// <summary>Connections that were cut.</summary>
    public int Losses => Volatile.Read(ref _losses);

    /// <summary>
    /// From now on an answer that says this is not passed on: the connection is cut instead. Null: everything is passed on again.
    /// </summary>
    public void LoseAnswersWith(string? mark) => _markOfLoss = mark;

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = ServeAsync(await _listener.AcceptTcpClientAsync(_stopping.Token));
        }
        catch (Exception failure) when (failure is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The end.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var near = client;
        using var far = new TcpClient();
        try
        {
            await far.ConnectAsync(IPAddress.Loopback, _target, _stopping.Token);
            near.NoDelay = far.NoDelay = true;
            await Task.WhenAny(PassAsync(near, far, isAnswer: false), PassAsync(far, near, isAnswer: true));
        }
        catch (Exception failure) when (failure is IOException or SocketException or OperationCanceledException)
        {
            // One side is gone; both are closed.
        }
    }

    private async Task PassAsync(TcpClient from, TcpClient to, bool isAnswer)
    {
        var buffer = new byte[64 * 1_024];
        while (true)
        {
            var count = await from.GetStream().ReadAsync(buffer, _stopping.Token);
            if (count == 0)
                return;
            if (isAnswer && _markOfLoss is { } mark && System.Text.Encoding.Latin1.GetString(buffer, 0, count).Contains(mark, StringComparison.Ordinal))
            {
                Interlocked.Increment(ref _losses);
                return;
            }

            await to.GetStream().WriteAsync(buffer.AsMemory(0, count), _stopping.Token);
        }
    }
}
