using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using NpsRealtime.Contracts;
using NpsRealtime.Scoring.Engine;
using NpsRealtime.Testing;
using Xunit.Abstractions;

namespace NpsRealtime.Storage.Tests.Postgres;

/// <summary>
/// A server that is killed while it takes a year's responses, at random points: while it merges beside the commits, and packs
/// days, which the database may go on with for a while. NPS_TEST_LONG=1 runs many more rounds.
/// </summary>
public sealed class PostgresKillTests(ITestOutputHelper output)
{
    private const int Lines = 5_000;
    private const int Senders = 4;
    private const int Bodies = 20;
    private const int Agents = 300;

    private static int Rounds => LongRun.IsAsked ? 25 : 3;

    [SkippableFact]
    public async Task Ingest_OfAYear_KilledAtRandom_NothingAcknowledgedIsLostOrDoubled()
    {
        var server = await PostgresServer.FindAsync();
        Skip.If(server is null, PostgresServer.Missing);
        var random = new Random(Seeded.Draw(output.WriteLine));
        string[] arguments = ["--Store:Postgres", server, "--Store:PostgresSchema", $"test_{Guid.NewGuid():n}", "--Logging:LogLevel:Default", "Warning"];
        var service = await NpsProcess.StartAsync("unused.db", null, arguments);
        try
        {
            for (var round = 0; round < Rounds; round++)
            {
                var tenant = $"year{round}";
                using (var made = await service.Http.PutAsync($"/v1/tenants/{tenant}", null))
                    made.EnsureSuccessStatusCode();
                byte[][] bodies = [.. Enumerable.Range(0, Bodies).Select(body => Body(random, body))];
                var sending = SendAsync(service, tenant, bodies);
                await Task.Delay(TimeSpan.FromMilliseconds(random.Next(200, 3_500)), TimeProvider.System);
                await service.KillAsync();
                var (acknowledged, _) = await sending;
                await service.DisposeAsync();
                service = await NpsProcess.StartAsync("unused.db", null, arguments);

                var before = await RecountAsync(service, tenant, after: null);
                output.WriteLine($"killed with {acknowledged} acknowledged, {before} stored");
                before.ShouldBeGreaterThanOrEqualTo(acknowledged);
                var (again, position) = await SendAsync(service, tenant, bodies);
                again.ShouldBe(Bodies * Lines);
                (await RecountAsync(service, tenant, position)).ShouldBe(Bodies * Lines);
            }
        }
        finally
        {
            await service.DisposeAsync();
        }
    }

    /// <summary>
    /// Sends all from four senders, each until the server is gone. Returns how many responses were acknowledged, and the position that holds
    /// all of them.
    /// </summary>
    private static async Task<(int Acknowledged, Position Position)> SendAsync(NpsProcess service, string tenant, byte[][] bodies)
    {
        var (next, acknowledged) = (-1, 0);
        var position = new Position();
        await Task.WhenAll(Enumerable.Range(0, Senders).Select(_ => SendOwnAsync()));
        return (acknowledged, position);

        async Task SendOwnAsync()
        {
            await Task.Yield();
            while (Interlocked.Increment(ref next) is var at && at < bodies.Length)
            {
                try
                {
                    using var content = new ByteArrayContent(bodies[at]);
                    content.Headers.ContentType = new MediaTypeHeaderValue("application/x-ndjson");
                    using var answer = await service.Http.PostAsync($"/v1/tenants/{tenant}/responses", content);
                    var counts = JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync());
                    Include(counts.GetProperty("position").GetString());
                    Interlocked.Add(ref acknowledged, counts.GetProperty("accepted").GetInt32() + counts.GetProperty("duplicates").GetInt32());
                }
                catch (Exception failure) when (failure is HttpRequestException or IOException)
                {
                    return;
                }
            }
        }

        void Include(string? text)
        {
            Position.TryParse(text, out var told).ShouldBeTrue(text);
            lock (position)
            {
                foreach (var (partition, head) in told!.Heads)
                    position.Include(partition, head);
            }
        }
    }

    /// <summary>
    /// Wants the tallies to be what the responses are, and the score as well, which hears of them a second or so later where nobody watches it;
    /// returns how many there are.
    /// </summary>
    private static async Task<int> RecountAsync(NpsProcess service, string tenant, Position? after)
    {
        var report = await service.Http.GetStringAsync($"/v1/tenants/{tenant}/recount");
        var recount = JsonSerializer.Deserialize<JsonElement>(report);
        recount.GetProperty("differencesTotal").GetInt64().ShouldBe(0, report);
        var responses = recount.GetProperty("responses").GetInt32();
        recount.GetProperty("tallied").GetInt32().ShouldBe(responses);
        var score = await service.Http.GetStringAsync($"/v1/tenants/{tenant}/scores/tenant?window=all{(after is null ? "" : $"&after={after}")}");
        JsonSerializer.Deserialize<JsonElement>(score).GetProperty("counts").GetProperty("total").GetInt32().ShouldBe(responses);
        return responses;
    }

    private static byte[] Body(Random random, int number)
    {
        var text = new StringBuilder();
        var now = TimeProvider.System.GetUtcNow();
        for (var line = 0; line < Lines; line++)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $$$"""{"id":"{{{number}}}-{{{line}}}","score":{{{random.Next(11)}}},"channel":"c{{{random.Next(5)}}}","touchpoint":"t{{{random.Next(20)}}}","respondedAt":"{{{now.AddMinutes(-random.Next(525_000)):yyyy-MM-dd'T'HH:mm:ss'Z'}}}","segments":{"agent":"a{{{random.Next(Agents)}}}"}}""")
                .Append('\n');
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
