using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace NpsRealtime.Grains.Tests.Faults;

/// <summary>
/// Stands between a store and its database, and gives every connection another session behind it when it is told to, while the connection lives
/// on. It says the same to the new session as the client said to the first one, so it needs a server that asks for no password.
/// </summary>
internal sealed class SwappingProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentDictionary<Link, bool> _links = [];
    private readonly int _target;
    private readonly Task _accepting;

    public SwappingProxy(int target)
    {
        _target = target;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public string ConnectionString => $"Host=127.0.0.1;Port={((IPEndPoint)_listener.LocalEndpoint).Port};Database=nps;Username=nps;SSL Mode=Disable;GSS Encryption Mode=Disable";

    /// <summary>Gives every connection another session. A connection in the middle of something is cut off.</summary>
    public async Task SwapAsync()
    {
        foreach (var link in _links.Keys)
            await link.SwapAsync(await ConnectAsync(link.Startup));
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Stop();
        await _accepting;
        foreach (var link in _links.Keys)
            link.Dispose();
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
        client.NoDelay = true;
        try
        {
            var startup = await ReadMessageAsync(client.GetStream());
            var far = new TcpClient("127.0.0.1", _target) { NoDelay = true };
            await far.GetStream().WriteAsync(startup);
            using var link = new Link(client, far, startup);
            _links[link] = true;
            await link.PassAsync();
            _links.TryRemove(link, out _);
        }
        catch (Exception failure) when (failure is IOException or SocketException)
        {
            client.Dispose();
        }
    }

    /// <summary>A session that is ready for a query.</summary>
    private async Task<TcpClient> ConnectAsync(byte[] startup)
    {
        var far = new TcpClient("127.0.0.1", _target) { NoDelay = true };
        await far.GetStream().WriteAsync(startup);
        var kind = new byte[1];
        while (kind[0] != 'Z')
        {
            await far.GetStream().ReadExactlyAsync(kind);
            await ReadMessageAsync(far.GetStream());
        }

        return far;
    }

    /// <summary>A message without the byte that tells its kind: its length, which counts itself, and what it says.</summary>
    private static async Task<byte[]> ReadMessageAsync(NetworkStream stream)
    {
        var head = new byte[4];
        await stream.ReadExactlyAsync(head);
        var message = new byte[BinaryPrimitives.ReadInt32BigEndian(head)];
        head.CopyTo(message, 0);
        await stream.ReadExactlyAsync(message.AsMemory(4));
        return message;
    }

    /// <summary>A client and the session that it has now.</summary>
    private sealed class Link(TcpClient near, TcpClient far, byte[] startup) : IDisposable
    {
        private volatile TcpClient _far = far;

        public byte[] Startup => startup;

        public async Task PassAsync() => await Task.WhenAny(AskAsync(), AnswerAsync());

        public Task SwapAsync(TcpClient another)
        {
            var before = _far;
            _far = another;
            before.Dispose();
            return Task.CompletedTask;
        }

        public void Dispose()
        {
            near.Dispose();
            _far.Dispose();
        }

        private async Task AskAsync()
        {
            var buffer = new byte[64 * 1_024];
            try
            {
                while (await near.GetStream().ReadAsync(buffer) is var count and > 0)
                    await _far.GetStream().WriteAsync(buffer.AsMemory(0, count));
            }
            catch (Exception failure) when (failure is IOException or ObjectDisposedException)
            {
                // One side is gone.
            }
        }

        private async Task AnswerAsync()
        {
            var buffer = new byte[64 * 1_024];
            while (true)
            {
                var from = _far;
                try
                {
                    var count = await from.GetStream().ReadAsync(buffer);
                    if (count > 0)
                        await near.GetStream().WriteAsync(buffer.AsMemory(0, count));
                    else if (from == _far)
                        return;
                }
                catch (Exception failure) when (failure is IOException or ObjectDisposedException)
                {
                    if (from == _far)
                        return;
                }
            }
        }
    }
}
