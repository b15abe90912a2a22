using System.Net.Sockets;
using System.Text;

namespace NpsRealtime.Web.Tests.Support;

/// <summary>HTTP by hand over a socket, for what a well-behaved client can't send.</summary>
internal sealed class RawHttp : IDisposable
{
    private readonly TcpClient _client = new();

    /// <summary>Connects; a small receive buffer makes the other side notice soon when nobody reads.</summary>
    public RawHttp(Uri address, int? receiveBufferBytes = null)
    {
        if (receiveBufferBytes is { } bytes)
            _client.ReceiveBufferSize = bytes;
        _client.Connect(address.Host, address.Port);
        Stream = _client.GetStream();
    }

    public NetworkStream Stream { get; }

    public Task SendAsync(string text) => SendAsync(Encoding.UTF8.GetBytes(text));

    public async Task SendAsync(ReadOnlyMemory<byte> bytes) => await Stream.WriteAsync(bytes);

    /// <summary>Sends bytes as one chunk of a chunked body.</summary>
    public async Task SendChunkAsync(ReadOnlyMemory<byte> bytes)
    {
        await SendAsync($"{bytes.Length:x}\r\n");
        await SendAsync(bytes);
        await SendAsync("\r\n");
    }

    /// <summary>Says that nothing more will be sent, while still reading.</summary>
    public void EndSending() => _client.Client.Shutdown(SocketShutdown.Send);

    /// <summary>Reads until the other side closes.</summary>
    public async Task<string> ReadToEndAsync()
    {
        using var reader = new StreamReader(Stream, Encoding.UTF8, leaveOpen: true);
        return await reader.ReadToEndAsync();
    }

    /// <summary>Reads until the other side closes, politely or not.</summary>
    public async Task ReadToEndOrResetAsync()
    {
        try
        {
            await ReadToEndAsync();
        }
        catch (IOException)
        {
            // A reset is an end too.
        }
    }

    /// <summary>Reads until a text has come.</summary>
    public async Task<string> ReadUntilAsync(string wanted)
    {
        var read = new StringBuilder();
        var buffer = new byte[4_096];
        while (!read.ToString().Contains(wanted, StringComparison.Ordinal))
        {
            var length = await Stream.ReadAsync(buffer).AsTask().WaitAsync(TimeSpan.FromSeconds(20));
            if (length == 0)
                throw new EndOfStreamException($"Waited for {wanted}, got: {read}");
            read.Append(Encoding.UTF8.GetString(buffer, 0, length));
        }

        return read.ToString();
    }

    public void Dispose() => _client.Dispose();
}
