using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace NpsRealtime.Benchmarks;

/// <summary>One tenant that sends as fast as it is answered, whatever the answer: NDJSON over 4 connections, single POSTs over 32.</summary>
internal sealed class Flood
{
    private const int BodyConnections = 4;
    private const int SingleConnections = 32;
    private const int LinesPerBody = 5_000;
    private const int Bodies = 160;
    private const int Singles = 200_000;

    /// <summary>By how much less a flood has that sends the same again and again.</summary>
    private const int RepeatingPart = 100;
    private const int StatusStart = 9;

    private readonly int _port;
    private readonly ConcurrentDictionary<string, int> _answers = new();

    // They are made before, since making them takes as much of the machine as the server does. Enough for a minute and a half of a flood that
    // is held back; one that outlasts them sends them again, as repeated responses.
    private readonly byte[][] _bodies;
    private readonly byte[][] _singles;
    private int _nextBody = -1;
    private int _nextSingle = -1;

    /// <param name="port">Where to.</param>
    /// <param name="tenant">Of whom.</param>
    /// <param name="key">The tenant's key.</param>
    /// <param name="isRepeating">Whether it soon has nothing new to send, and goes on with what it has sent.</param>
    public Flood(int port, string tenant, string key, bool isRepeating)
    {
        var part = isRepeating ? RepeatingPart : 1;
        _port = port;
        // Each flood has ids of its own: a repeated response is decided, but not written.
        var maker = new ResponseMaker(Environment.ProcessId, TimeProvider.System.GetUtcNow());
        var path = $"/v1/tenants/{tenant}/responses";
        _bodies = [.. Enumerable.Range(0, Math.Max(1, Bodies / part)).Select(_ => Request(path, key, maker.NextBody(LinesPerBody)))];
        _singles = [.. Enumerable.Range(0, Singles / part).Select(_ => SinglePosts.Request(path, maker.NextLine(), key))];
    }

    /// <summary>Counts from nothing again.</summary>
    public void Forget() => _answers.Clear();

    /// <summary>Floods until it is stopped.</summary>
    public Task RunAsync(CancellationToken stop) => Task.WhenAll(
        Enumerable.Range(0, BodyConnections).Select(_ => Task.Run(() => SendAsync(() => Next(_bodies, ref _nextBody), stop), CancellationToken.None))
            .Concat(Enumerable.Range(0, SingleConnections).Select(
                _ => Task.Run(() => SendAsync(() => Next(_singles, ref _nextSingle), stop), CancellationToken.None))));

    /// <summary>How many requests had which answer.</summary>
    public override string ToString() => string.Join(
        ", ", _answers.OrderBy(answer => answer.Key, StringComparer.Ordinal).Select(answer => string.Create(CultureInfo.InvariantCulture, $"{answer.Value} × {answer.Key}")));

    private static byte[] Next(byte[][] requests, ref int next) => requests[(Interlocked.Increment(ref next) & int.MaxValue) % requests.Length];

    private static byte[] Request(string path, string key, byte[] body) =>
    [
        .. Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $"POST {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {key}\r\nContent-Type: application/x-ndjson\r\nContent-Length: {body.Length}\r\n\r\n")),
        .. body,
    ];

    private async Task SendAsync(Func<byte[]> next, CancellationToken stop)
    {
        var buffer = new byte[65_536];
        while (!stop.IsCancellationRequested)
        {
            using var socket = await SinglePosts.ConnectAsync(_port);
            try
            {
                while (!stop.IsCancellationRequested)
                {
                    var answer = await SinglePosts.AskAsync(socket, next(), buffer);
                    Count(Encoding.ASCII.GetString(answer.Span[StatusStart..(StatusStart + 3)]));
                }
            }
            catch (Exception fault) when (fault is SocketException or InvalidOperationException)
            {
                // The server hung up, as it may on who sends on after a refusal. A flood comes again.
                Count("hung up");
            }
        }
    }

    private void Count(string answer) => _answers.AddOrUpdate(answer, 1, (_, count) => count + 1);
}
