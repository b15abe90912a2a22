using System.Net.WebSockets;
using System.Text;

namespace NpsRealtime.Benchmarks;

/// <summary>A dashboard that subscribes to the hub and then never reads again.</summary>
internal sealed class StuckViewer : IDisposable
{
    private readonly ClientWebSocket _socket = new();

    public static async Task<StuckViewer> StartAsync(Uri address, string tenant)
    {
        var viewer = new StuckViewer();
        viewer._socket.Options.KeepAliveInterval = TimeSpan.Zero;
        await viewer._socket.ConnectAsync(new Uri($"ws://{address.Authority}/hubs/scores"), CancellationToken.None);
        await viewer.SendAsync("{\"protocol\":\"json\",\"version\":1}");
        await viewer.SendAsync($$"""{"type":1,"invocationId":"1","target":"Subscribe","arguments":[{"tenant":"{{tenant}}","scores":[{"key":"tenant","window":"24h"}]}]}""");
        return viewer;
    }

    public void Dispose()
    {
        _socket.Abort();
        _socket.Dispose();
    }

    private Task SendAsync(string message) =>
        _socket.SendAsync(Encoding.UTF8.GetBytes(message + '\u001e'), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
}
