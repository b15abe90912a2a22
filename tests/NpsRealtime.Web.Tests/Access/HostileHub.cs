using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;

namespace NpsRealtime.Web.Tests.Access;

/// <summary>Hub connections that send what no client sends, and connections that send hardly anything and stay.</summary>
internal static class HostileHub
{
    private const char End = '\u001e';

    private static readonly string[] Frames =
    [
        """{"type":1,"invocationId":"1","target":"Subscribe","arguments":[{"tenant":"acme","scores":[{"key":"tenant","window":"24h"}]}]}""",
        """{"type":1,"invocationId":"2","target":"Unsubscribe","arguments":[{"tenant":"rival","scores":[{"key":"channel/*"}]}]}""",
        """{"type":1,"invocationId":"3","target":"Nothing","arguments":[]}""",
        """{"type":4,"invocationId":"4","target":"Subscribe","arguments":[null,null,null]}""",
        """{"type":2,"invocationId":"5","item":{}}""",
        """{"type":5,"invocationId":"6"}""",
        """{"type":99,"target":"Subscribe"}""",
        """{"type":"1","target":7,"arguments":{}}""",
        """{"type":1,"invocationId":"8","target":"Subscribe","arguments":[{"tenant":null,"scores":null}]}""",
    ];

    /// <summary>Connects, sends some frames and goes, with or without a word. The server may hang up, and must not fail.</summary>
    public static async Task AttackAsync(Uri server, string key, Random random)
    {
        using var socket = new ClientWebSocket();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        try
        {
            await socket.ConnectAsync(new Uri($"ws://{server.Authority}/hubs/scores?access_token={Uri.EscapeDataString(key)}"), patience.Token);
            if (random.Next(8) != 0)
                await socket.SendAsync(Encoding.UTF8.GetBytes("""{"protocol":"json","version":1}""" + End), WebSocketMessageType.Text, true, patience.Token);
            for (var left = random.Next(1, 12); left > 0; left--)
            {
                var type = random.Next(6) == 0 ? WebSocketMessageType.Binary : WebSocketMessageType.Text;
                await socket.SendAsync(Frame(random), type, endOfMessage: random.Next(10) != 0, patience.Token);
            }

            if (random.Next(2) == 0)
                await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, patience.Token);
        }
        catch (Exception fault) when (fault is WebSocketException or IOException)
        {
            // The server hung up on it, as it should on most of this.
        }
    }

    /// <summary>Connections that send a byte now and then, never a whole request; the caller ends them.</summary>
    public static async Task HoldSlowAsync(Uri server, int count, CancellationToken stop)
    {
        await Task.WhenAll(Enumerable.Range(0, count).Select(async index =>
        {
            var text = index % 2 == 0
                ? "GET /hubs/scores HTTP/1.1\r\nHost: localhost\r\nX-Slow: "
                : "POST /v1/tenants/acme/responses HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n{";
            while (!stop.IsCancellationRequested)
            {
                try
                {
                    using var socket = new TcpClient();
                    await socket.ConnectAsync(server.Host, server.Port, stop);
                    await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes(text), stop);
                    while (true)
                    {
                        await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, stop);
                        await socket.GetStream().WriteAsync("a"u8.ToArray(), stop);
                    }
                }
                catch (Exception fault) when (fault is IOException or SocketException or OperationCanceledException)
                {
                    // The server gave up on it, and it comes again; or the test is over.
                }
            }
        }));
    }

    private static byte[] Frame(Random random)
    {
        var text = random.Next(6) switch
        {
            0 => """{"type":1,"invocationId":"9","target":"Subscribe","arguments":[""" + new string('[', random.Next(1, 5_000)) + "]}",
            1 => """{"type":1,"invocationId":"10","target":"Subscribe","arguments":[{"tenant":"acme","scores":["""
                + string.Join(',', Enumerable.Repeat("""{"key":"segment/region/emea","window":"24h"}""", random.Next(1, 3_000))) + "]}]}",
            2 => """{"type":1,"invocationId":"11","target":"Subscribe","arguments":[{"tenant":""" + '"' + new string('a', random.Next(1, 100_000)) + "\"}]}",
            _ => Frames[random.Next(Frames.Length)],
        };
        var bytes = Encoding.UTF8.GetBytes(random.Next(12) == 0 ? text : text + End);
        for (var change = random.Next(4); change > 0; change--)
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        return bytes;
    }
}
