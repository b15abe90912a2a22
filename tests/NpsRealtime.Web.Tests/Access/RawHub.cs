using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace NpsRealtime.Web.Tests.Access;

/// <summary>The hub by hand, over a web socket: so that a test may call any method with any argument.</summary>
internal sealed class RawHub : IDisposable
{
    private const char End = '\u001e';

    private readonly ClientWebSocket _socket = new();
    private readonly Queue<string> _messages = new();
    private string _rest = "";

    /// <summary>Connects with a key in the address, as a browser does; fails when the server refuses.</summary>
    public static async Task<RawHub> ConnectAsync(Uri server, string? key)
    {
        var hub = new RawHub();
        try
        {
            var query = key is null ? "" : "?access_token=" + Uri.EscapeDataString(key);
            await hub._socket.ConnectAsync(new Uri($"ws://{server.Authority}/hubs/scores{query}"), CancellationToken.None);
            await hub.SendAsync("""{"protocol":"json","version":1}""");
            await hub.NextAsync();
            return hub;
        }
        catch
        {
            hub.Dispose();
            throw;
        }
    }

    /// <summary>Calls a method; returns its error, or null when it succeeded.</summary>
    public async Task<string?> InvokeAsync(string method, object argument)
    {
        await SendAsync(JsonSerializer.Serialize(new { type = 1, invocationId = "1", target = method, arguments = new[] { argument } }));
        while (await NextAsync() is { } message)
        {
            var json = JsonSerializer.Deserialize<JsonElement>(message);
            if (json.TryGetProperty("type", out var type) && type.GetInt32() == 3)
                return json.TryGetProperty("error", out var error) ? error.GetString() : null;
        }

        return "closed";
    }

    /// <summary>Waits until the server calls a method of ours; returns its first argument.</summary>
    public async Task<JsonElement> PushedAsync(string target)
    {
        while (await NextAsync() is { } message)
        {
            var json = JsonSerializer.Deserialize<JsonElement>(message);
            if (json.TryGetProperty("target", out var called) && called.GetString() == target)
                return json.GetProperty("arguments")[0];
        }

        throw new InvalidOperationException($"The connection ended before {target}.");
    }

    /// <summary>Reads until the server closes the connection.</summary>
    public async Task EndAsync()
    {
        try
        {
            while (await NextAsync() is not null)
            {
            }
        }
        catch (WebSocketException)
        {
            // Cut off rather than closed; over all the same.
        }
    }

    public void Dispose() => _socket.Dispose();

    private Task SendAsync(string message) =>
        _socket.SendAsync(Encoding.UTF8.GetBytes(message + End), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);

    private async Task<string?> NextAsync()
    {
        var buffer = new byte[65_536];
        while (_messages.Count == 0)
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
            var received = await _socket.ReceiveAsync(buffer, patience.Token);
            if (received.MessageType == WebSocketMessageType.Close)
                return null;
            var parts = (_rest + Encoding.UTF8.GetString(buffer, 0, received.Count)).Split(End);
            foreach (var part in parts[..^1])
                _messages.Enqueue(part);
            _rest = parts[^1];
        }

        return _messages.Dequeue();
    }
}
