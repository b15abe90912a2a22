using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using NpsRealtime.Testing;
using NpsRealtime.Web.Tests.Support;

namespace NpsRealtime.Web.Tests.Access;

/// <summary>
/// Hostile requests drawn from a seed, with correct responses between them: nothing but refusals, flat memory, and every correct
/// response counted once. Among them hub connections with broken frames, and connections that stay and send next to nothing. 20,000
/// in the normal run (2,000 on PostgreSQL), a million with NPS_TEST_LONG=1; NPS_TEST_SEED runs one again.
/// </summary>
[Collection(AloneCollection.Name)]
public class HostileRequestTests
{
    private const int AtOnce = 16;
    private const int SlowConnections = 20;

    private static readonly string[] Roots =
    [
        "/v1/tenants/acme", "/v1/tenants/acme/responses", "/v1/tenants/acme/responses/r", "/v1/tenants/acme/scores/", "/v1/tenants/acme/history/tenant?from=",
        "/v1/tenants/acme/scores?cursor=", "/v1/tenants/acme/keys", "/v1/tenants/acme/links", "/v1/tenants/acme/pairings/CCCCCC", "/v1/tenants/acme/retention",
        "/v1/tenants/acme/audit-trail?cursor=", "/v1/tenants/acme/stream?score=", "/v1/pairings", "/v1/keys", "/hubs/scores/negotiate", "/problems/", "/assets/",
    ];

    private static readonly string[] Bodies =
    [
        """{"id":"x","score":9,"channel":"web","touchpoint":"checkout","segments":{"region":"emea"},"comment":"fine"}""",
        """{"name":"key","scopes":["read"],"expiresAt":"2099-01-01T00:00:00Z"}""",
        """{"name":"tv","scores":["tenant","channel/*"],"comments":true}""",
        """{"retentionDays":30}""",
        """{"timeZone":"Europe/Berlin","idKey":"AAAA"}""",
    ];

    [SkippableTheory]
    [InlineData("sqlite", 20_000)]
    [InlineData("postgres", 2_000)]
    public async Task Requests_Hostile_NeverFailTheServerAndTheGoodOnesCountOnce(string store, int requestsOfShortRun)
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("NPS_TEST_SEED"), out var given) ? given : Random.Shared.Next();
        Console.WriteLine($"Hostile requests on {store}: seed {seed}");
        var requests = LongRun.IsAsked ? 1_000_000 : requestsOfShortRun;
        await using var world = await AccessWorld.StartAsync(
            ["--RateLimits:KeyRequestsPerSecond=1000000", "--RateLimits:TenantRequestsPerSecond=1000000", .. await StoreArguments.OfAsync(store)]);
        var hostile = await world.KeyAsync("acme", "admin");
        using var attacker = world.With(hostile);
        using var nobody = world.With(key: null);
        using var sender = world.With(await world.KeyAsync("rival", "ingest"));
        using var over = new CancellationTokenSource();
        var slow = HostileHub.HoldSlowAsync(world.App.Address, SlowConnections, over.Token);
        var good = 0;
        var faults = new List<string>();
        var answers = new ConcurrentDictionary<int, int>();
        var memory = new ConcurrentDictionary<int, long>();
        var workers = Enumerable.Range(0, AtOnce).Select(worker => Task.Run(async () =>
        {
            // No hash code: those differ from process to process.
            var random = new Random(unchecked((seed * AtOnce) + worker) & int.MaxValue);
            for (var index = worker; index < requests && faults.Count < 10; index += AtOnce)
            {
                if (index % (requests / 10) == 0)
                    memory[index / (requests / 10)] = GC.GetTotalMemory(forceFullCollection: true);
                if (index % 100 == 0)
                {
                    using var content = new StringContent(
                        $$"""{"id":"good-{{index}}","score":9,"channel":"web","touchpoint":"checkout"}""", Encoding.UTF8, "application/json");
                    using var sent = await sender.PostAsync("/v1/tenants/rival/responses", content);
                    if (sent.StatusCode == HttpStatusCode.Created)
                        Interlocked.Increment(ref good);
                }
                else if (index % 97 == 0)
                {
                    await HalfOpenAsync(world.App.Address, random);
                }
                else if (index % 89 == 0)
                {
                    await HostileHub.AttackAsync(world.App.Address, hostile, random);
                }
                else if (await AttackAsync(random.Next(4) == 0 ? nobody : attacker, random, answers) is { } fault)
                {
                    lock (faults)
                        faults.Add($"seed {seed}, request {index}: {fault}");
                }
            }
        })).ToList();
        await Task.WhenAll(workers);
        await over.CancelAsync();
        await slow;
        using (var hub = await RawHub.ConnectAsync(world.App.Address, hostile))
            (await hub.InvokeAsync("Subscribe", new { tenant = "acme", scores = new[] { new { key = "tenant", window = "24h" } } })).ShouldBeNull();

        faults.ShouldBeEmpty();
        good.ShouldBe((requests + 99) / 100);
        var recount = JsonSerializer.Deserialize<JsonElement>(await world.Platform.GetStringAsync("/v1/tenants/rival/recount"));
        recount.GetProperty("responses").GetInt64().ShouldBe(good);
        recount.GetProperty("isClean").GetBoolean().ShouldBeTrue();
        JsonSerializer.Deserialize<JsonElement>(await world.Platform.GetStringAsync("/v1/tenants/acme/recount")).GetProperty("isClean").GetBoolean().ShouldBeTrue();
        memory[10] = GC.GetTotalMemory(forceFullCollection: true);
        Console.WriteLine($"Hostile requests on {store}: {string.Join(", ", answers.OrderBy(answer => answer.Key).Select(answer => $"{answer.Value} × {answer.Key}"))}; {good} good ones");
        Console.WriteLine($"Memory by tenths, MiB: {string.Join(" ", memory.OrderBy(sample => sample.Key).Select(sample => sample.Value / 1_048_576))}");
        memory[10].ShouldBeLessThan(memory[2] + (64L * 1_048_576));
    }

    private static async Task<string?> AttackAsync(HttpClient client, Random random, ConcurrentDictionary<int, int> answers)
    {
        string[] methods = ["GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"];
        string[] types = ["application/json", "application/x-ndjson", "text/plain", "application/json; charset=utf-16"];

        // Every other one reaches what is behind the path.
        var path = Roots[random.Next(Roots.Length)] + (random.Next(2) == 0 ? "" : Uri.EscapeDataString(Encoding.Latin1.GetString(Noise(random, 24)).Replace("\0", "", StringComparison.Ordinal)));
        using var request = new HttpRequestMessage(new HttpMethod(methods[random.Next(methods.Length)]), path);
        var body = Encoding.UTF8.GetBytes(Bodies[random.Next(Bodies.Length)]);
        for (var change = random.Next(6); change > 0; change--)
            body[random.Next(body.Length)] = (byte)random.Next(256);
        if (random.Next(8) == 0)
            body = [.. Enumerable.Repeat(body, 50).SelectMany(line => line.Append((byte)'\n'))];
        request.Content = new ByteArrayContent(body);
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(types[random.Next(types.Length)]);
        if (random.Next(5) == 0)
            request.Headers.TryAddWithoutValidation("Idempotency-Key", Convert.ToBase64String(Noise(random, 300)));
        if (random.Next(10) == 0)
            request.Headers.TryAddWithoutValidation("Origin", "https://" + Convert.ToHexString(Noise(random, 8)));
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token);
        answers.AddOrUpdate((int)answer.StatusCode, 1, (_, count) => count + 1);
        if ((int)answer.StatusCode < 500)
            return null;
        var fault = $"{(int)answer.StatusCode} to {request.Method} {path}: {await answer.Content.ReadAsStringAsync(patience.Token)}";
        if ((int)answer.StatusCode is not (503 or 504))
            return fault;
        Console.WriteLine($"Hostile requests: {fault}");
        return null;
    }

    /// <summary>A connection that sends half a request, or noise, and goes away.</summary>
    private static async Task HalfOpenAsync(Uri server, Random random)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(server.Host, server.Port);
        var text = random.Next(3) switch
        {
            0 => "POST /v1/tenants/acme/responses HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n{\"id\"",
            1 => "GET /hubs/scores HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConn",
            _ => Encoding.Latin1.GetString(Noise(random, 500)),
        };
        try
        {
            await socket.GetStream().WriteAsync(Encoding.Latin1.GetBytes(text));
        }
        catch (IOException)
        {
            // The server hung up first, as it may.
        }
    }

    private static byte[] Noise(Random random, int bytesMax)
    {
        var bytes = new byte[random.Next(bytesMax)];
        random.NextBytes(bytes);
        return bytes;
    }
}
