using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace NpsRealtime.Benchmarks;

/// <summary>
/// Single POSTs over so many connections, each waiting for its answer, written to plain sockets: an HTTP client costs more than
/// what is measured.
/// </summary>
internal static class SinglePosts
{
    /// <summary>A request as it travels, with a key or without.</summary>
    public static byte[] Request(string path, string json, string? key = null) => Encoding.UTF8.GetBytes(string.Create(
        CultureInfo.InvariantCulture,
        $"POST {path} HTTP/1.1\r\nHost: localhost\r\n{(key is null ? "" : $"Authorization: Bearer {key}\r\n")}Content-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(json)}\r\n\r\n{json}"));

    /// <summary>Answered requests a second, all of them with success.</summary>
    public static async Task<double> RunAsync(int port, IReadOnlyList<byte[]> requests, int connections)
    {
        var next = -1;
        var began = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Task.Run(async () =>
        {
            using var socket = await ConnectAsync(port);
            var buffer = new byte[8_192];
            for (var index = Interlocked.Increment(ref next); index < requests.Count; index = Interlocked.Increment(ref next))
                await ExchangeAsync(socket, requests[index], buffer);
        })));
        return requests.Count / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    /// <summary>A connection to the server on this machine.</summary>
    public static async Task<Socket> ConnectAsync(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, port);
        return socket;
    }

    /// <summary>Sends a request and returns the whole answer, whatever it says, in the buffer.</summary>
    public static async ValueTask<ReadOnlyMemory<byte>> AskAsync(Socket socket, byte[] request, byte[] buffer)
    {
        await socket.SendAsync(request);
        var count = 0;
        do
        {
            var read = await socket.ReceiveAsync(buffer.AsMemory(count));
            if (read == 0)
                throw new InvalidOperationException("The connection was closed.");
            count += read;
        }
        while (!IsWhole(buffer.AsSpan(0, count)));
        return buffer.AsMemory(0, count);
    }

    private static async ValueTask ExchangeAsync(Socket socket, byte[] request, byte[] buffer)
    {
        var answer = await AskAsync(socket, request, buffer);
        if (!answer.Span.StartsWith("HTTP/1.1 20"u8))
            throw new InvalidOperationException(Encoding.UTF8.GetString(answer.Span));
    }

    private static bool IsWhole(ReadOnlySpan<byte> answer)
    {
        var head = answer.IndexOf("\r\n\r\n"u8);
        if (head < 0)
            return false;
        var length = answer.IndexOf("Content-Length: "u8);
        if (length < 0 || length > head)
            return answer.EndsWith("0\r\n\r\n"u8);
        var digits = answer[(length + 16)..];
        return answer.Length - head - 4 >= int.Parse(digits[..digits.IndexOf((byte)'\r')], CultureInfo.InvariantCulture);
    }
}
