using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using NpsRealtime.Web.Tests.Support;

namespace NpsRealtime.Web.Tests.Access;

/// <summary>Nobody takes more than his share, and who does is told when to come back.</summary>
public class RateLimitTests
{
    [Fact]
    public async Task Requests_BeyondAKeysShare_AreRefusedAndOthersAreNot()
    {
        await using var world = await AccessWorld.StartAsync("--RateLimits:KeyRequestsPerSecond=20");
        using var flood = world.With(await world.KeyAsync("acme", "read"));
        using var other = world.With(await world.KeyAsync("rival", "read"));

        var answers = await Task.WhenAll(Enumerable.Range(0, 80).Select(_ => flood.GetAsync("/v1/tenants/acme")));

        answers.Count(answer => answer.IsSuccessStatusCode).ShouldBeInRange(40, 60);
        await answers.First(answer => answer.StatusCode == HttpStatusCode.TooManyRequests).ShouldBeProblemAsync(429, "rate-limited");
        (await other.GetAsync("/v1/tenants/rival")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Refusals_OfASenderWhoHeedsNone_ComeLate()
    {
        await using var world = await AccessWorld.StartAsync("--RateLimits:KeyRequestsPerSecond=20");
        using var flood = world.With(await world.KeyAsync("acme", "read"));
        var refusals = new ConcurrentBag<TimeSpan>();

        await Task.WhenAll(Enumerable.Range(0, 16).Select(async _ =>
        {
            while (refusals.Count < 20)
            {
                var sent = Stopwatch.GetTimestamp();
                using var answer = await flood.GetAsync("/v1/tenants/acme");
                if (answer.StatusCode == HttpStatusCode.TooManyRequests)
                    refusals.Add(Stopwatch.GetElapsedTime(sent));
            }
        }));

        refusals.ShouldAllBe(took => took > TimeSpan.FromMilliseconds(90));
    }

    [Fact]
    public async Task Requests_WithWrongKeys_HaveAShareTogether()
    {
        await using var world = await AccessWorld.StartAsync("--RateLimits:AnonymousRequestsPerSecond=20");
        using var garbage = world.With("garbage");

        var answers = await Task.WhenAll(Enumerable.Range(0, 80).Select(_ => garbage.GetAsync("/v1/tenants/acme")));

        answers.ShouldContain(answer => answer.StatusCode == HttpStatusCode.Unauthorized);
        answers.ShouldContain(answer => answer.StatusCode == HttpStatusCode.TooManyRequests);
        (await world.Platform.GetAsync("/v1/tenants/acme")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Streams_BeyondAKeysShare_AreRefused()
    {
        await using var world = await AccessWorld.StartAsync("--RateLimits:KeyStreamsMax=2");
        using var client = world.With(await world.KeyAsync("acme", "read"));
        using var first = await SseReader.OpenAsync(client, "/v1/tenants/acme/stream?score=tenant");
        using var second = await SseReader.OpenAsync(client, "/v1/tenants/acme/stream?score=tenant");

        await (await client.GetAsync("/v1/tenants/acme/stream?score=tenant")).ShouldBeProblemAsync(429, "too-many-viewers");
    }

    [Fact]
    public async Task HubMessages_BeyondAConnectionsShare_EndIt()
    {
        await using var world = await AccessWorld.StartAsync("--RateLimits:HubMessagesPerSecond=5");
        using var hub = await RawHub.ConnectAsync(world.App.Address, await world.KeyAsync("acme", "read"));
        var request = new { tenant = "acme", scores = new[] { new { key = "tenant" } } };
        var sent = 0;
        try
        {
            while (sent < 100 && await hub.InvokeAsync("Unsubscribe", request) is null)
                sent++;
        }
        catch (System.Net.WebSockets.WebSocketException)
        {
            // Cut off, as it should be.
        }

        sent.ShouldBeInRange(20, 40);
    }

    [Fact]
    public async Task Connections_BeyondTheLimit_AreClosedAtOnceAndTheOthersServed()
    {
        await using var world = await AccessWorld.StartAsync("--RateLimits:ConnectionsMax=10");
        var idle = new List<RawHttp>();
        try
        {
            // The client of the test world holds one already; whichever comes too late gets an end instead of an answer.
            for (var count = 0; count < 12; count++)
                idle.Add(new RawHttp(world.App.Address));
            await idle[^1].ReadToEndOrResetAsync().WaitAsync(TimeSpan.FromSeconds(20));

            (await world.Platform.GetAsync("/v1/tenants/acme")).StatusCode.ShouldBe(HttpStatusCode.OK);
        }
        finally
        {
            idle.ForEach(connection => connection.Dispose());
        }
    }

    [Fact]
    public async Task Headers_ThatDoNotEnd_AreGivenUp()
    {
        await using var world = await AccessWorld.StartAsync("--RateLimits:HeaderSeconds=1");
        using var slow = new RawHttp(world.App.Address);

        await slow.SendAsync("GET /v1/meta HTTP/1.1\r\nHost: localhost\r\n");

        (await slow.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(20))).ShouldStartWith("HTTP/1.1 408");
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/x-ndjson")]
    public async Task Body_SlowerThanAllowed_IsGivenUpAndSaysSo(string type)
    {
        await using var world = await AccessWorld.StartAsync("--RateLimits:BodyGraceSeconds=2");
        using var slow = new RawHttp(world.App.Address);

        await slow.SendAsync(
            $"POST /v1/tenants/acme/responses HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {world.PlatformKey}\r\n"
            + $"Content-Type: {type}\r\nContent-Length: 1000\r\n\r\n{{");

        var answer = await slow.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(30));
        answer.ShouldStartWith("HTTP/1.1 408");
        answer.ShouldContain("/problems/request-timeout");
    }
}
