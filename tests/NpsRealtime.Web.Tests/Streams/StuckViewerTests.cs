using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using NpsRealtime.Scoring.Windows;
using NpsRealtime.Testing;
using NpsRealtime.Web.Streams;
using NpsRealtime.Web.Tests.Support;

namespace NpsRealtime.Web.Tests.Streams;

/// <summary>Viewers that stop reading, over real sockets: they delay nobody, take little memory, and are dropped after a while.</summary>
[Collection(AloneCollection.Name)]
public class StuckViewerTests
{
    private const int StuckViewers = 10;

    private static readonly string[] Keys = ["tenant", "channel/web", "touchpoint/checkout", "channel/web/touchpoint/checkout"];

    private static IEnumerable<(string Key, string Window)> EveryScore =>
        Keys.SelectMany(key => WindowCatalog.All.Select(window => (key, window.Name)));

    [Fact]
    public Task Stream_OthersStopReading_ArrivesInTimeAndTheyAreDropped() => ShouldNotBeDelayedAsync(async (app, raw) =>
    {
        var scores = string.Join('&', EveryScore.Select(score => $"score={score.Key}@{score.Window}"));
        await raw.SendAsync($"GET /v1/tenants/acme/stream?{scores} HTTP/1.1\r\nHost: localhost\r\n\r\n");
        await raw.ReadUntilAsync("event: score");
    });

    [Fact]
    public Task Hub_OthersStopReading_ArrivesInTimeAndTheyAreDropped() => ShouldNotBeDelayedAsync(async (app, raw) =>
    {
        var nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
        await raw.SendAsync(
            $"GET /hubs/scores HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {nonce}\r\n\r\n");
        await raw.ReadUntilAsync("101");
        await raw.SendAsync(Frame("""{"protocol":"json","version":1}"""));
        var request = new { tenant = "acme", scores = EveryScore.Select(score => new { key = score.Key, window = score.Window }) };
        await raw.SendAsync(Frame(JsonSerializer.Serialize(new { type = 1, invocationId = "1", target = "Subscribe", arguments = new[] { request } })));
        await raw.ReadUntilAsync("\"type\":3");

        // A client that does not read may well go on to ping; then only the stuck message gives it away.
        _ = PingAsync(raw);
    });

    private static async Task ShouldNotBeDelayedAsync(Func<NpsApp, RawHttp, Task> open)
    {
        await using var app = await NpsApp.StartAsync("--Web:StuckViewerSeconds", "3", "--Scoring:PublishMilliseconds", "10");
        await app.PutTenantAsync("acme");
        await app.AcceptAsync("acme", 9);
        var stuck = new List<RawHttp>();
        for (var index = 0; index < StuckViewers; index++)
        {
            stuck.Add(new RawHttp(app.Address, receiveBufferBytes: 4_096));
            await open(app, stuck[^1]);
        }

        using var reader = await SseReader.OpenAsync(app.Http, "/v1/tenants/acme/stream?score=tenant@24h");
        var viewers = app.Services.GetRequiredService<ViewerCount>();
        for (var attempt = 0; attempt < 50 && viewers.Viewers < StuckViewers + 1; attempt++)
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        viewers.Viewers.ShouldBe(StuckViewers + 1);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var (slowest, accepted) = await PostUntilDroppedAsync(app, reader, viewers);
        viewers.Viewers.ShouldBe(1, $"after {accepted} responses");
        slowest.ShouldBeLessThan(TimeSpan.FromSeconds(2));
        (GC.GetTotalMemory(forceFullCollection: true) - before).ShouldBeLessThan(64 * 1_048_576);
        stuck.ForEach(raw => raw.Dispose());
    }

    /// <summary>Posts, and waits each time until the viewer that reads has it, until only that one is left.</summary>
    private static async Task<(TimeSpan Slowest, int Accepted)> PostUntilDroppedAsync(NpsApp app, SseReader reader, ViewerCount viewers)
    {
        var slowest = TimeSpan.Zero;
        var started = TimeProvider.System.GetTimestamp();
        var total = 1;
        while (viewers.Viewers > 1 && TimeProvider.System.GetElapsedTime(started) < TimeSpan.FromSeconds(60))
        {
            var posted = TimeProvider.System.GetTimestamp();
            await app.AcceptAsync("acme", 9);
            total++;
            await reader.ScoreAsync(score => score.GetProperty("counts").Count("total") == total);
            var took = TimeProvider.System.GetElapsedTime(posted);
            slowest = took > slowest ? took : slowest;
        }

        return (slowest, total);
    }

    private static async Task PingAsync(RawHttp raw)
    {
        try
        {
            while (true)
            {
                await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System);
                await raw.SendAsync(Frame("""{"type":6}"""));
            }
        }
        catch (Exception fault) when (fault is IOException or ObjectDisposedException)
        {
            // The server has dropped the connection, or the test is over.
        }
    }

    /// <summary>A masked text frame (RFC 6455); a mask of zeros leaves the text as it is.</summary>
    private static byte[] Frame(string message)
    {
        var text = Encoding.UTF8.GetBytes(message + "\u001e");
        byte[] length = text.Length < 126 ? [(byte)(0x80 | text.Length)] : [0x80 | 126, (byte)(text.Length >> 8), (byte)text.Length];
        return [0x81, .. length, 0, 0, 0, 0, .. text];
    }
}
