using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using NpsRealtime.Testing;

namespace NpsRealtime.Benchmarks;

/// <summary>
/// What a silo spends on live scores: many tenants of many scores are read once, so that each comes to life; then nothing happens but
/// what keeps them alive; then responses arrive for all of them. The figures of <c>deploy/sizing.md</c>.
/// </summary>
internal static class ClusterSize
{
    private const int Tenants = 20;
    private const int Touchpoints = 500;
    private const int Scores = Tenants * Touchpoints;
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(30);

    /// <summary>How often a live score asks its partitions whether it may go on.</summary>
    private const int AttachSeconds = 10;

    public static async Task RunAsync()
    {
        await using var server = await PostgresServer.StartAsync("fsync = on", "synchronous_commit = on", "shared_buffers = 512MB");
        await using var silo = await ClusterNode.StartAsync(server, "size", "silo");
        for (var tenant = 0; tenant < Tenants; tenant++)
            await Cluster.PutTenantAsync(silo.Http, Name(tenant));
        await SendAsync(silo, round: 0);
        var idle = await CpuOverAsync(silo);

        var before = silo.ResidentBytes;
        await ReadAllAsync(silo);
        var after = silo.ResidentBytes;
        Result.Print("cluster.score.kib", (after - before) / 1_024.0 / Scores, "KiB");

        var alive = await CpuOverAsync(silo);
        var attachments = Scores * (Quiet.TotalSeconds / AttachSeconds);
        Result.Print("cluster.attach.cpu_us", (alive - idle).TotalMicroseconds / attachments, "us");

        var began = silo.CpuTime;
        await SendAsync(silo, round: 1);
        await Task.Delay(TimeSpan.FromSeconds(3), TimeProvider.System);
        var rolled = silo.CpuTime - began;
        Result.Print("cluster.rolled_up_response.cpu_us", rolled.TotalMicroseconds / Scores, "us");
    }

    /// <summary>One response for each touchpoint of each tenant.</summary>
    private static async Task SendAsync(ClusterNode silo, int round)
    {
        for (var tenant = 0; tenant < Tenants; tenant++)
        {
            var lines = new StringBuilder();
            for (var touchpoint = 0; touchpoint < Touchpoints; touchpoint++)
                lines.Append(CultureInfo.InvariantCulture, $$"""{"id":"{{round}}-{{touchpoint}}","score":9,"channel":"web","touchpoint":"t{{touchpoint}}"}""").Append('\n');
            using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(lines.ToString()));
            content.Headers.ContentType = new MediaTypeHeaderValue("application/x-ndjson");
            using var answer = await silo.Http.PostAsync($"/v1/tenants/{Name(tenant)}/responses", content);
            answer.EnsureSuccessStatusCode();
        }
    }

    private static async Task ReadAllAsync(ClusterNode silo)
    {
        var next = -1;
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            for (var score = Interlocked.Increment(ref next); score < Scores; score = Interlocked.Increment(ref next))
            {
                using var answer = await silo.Http.GetAsync(string.Create(
                    CultureInfo.InvariantCulture, $"/v1/tenants/{Name(score / Touchpoints)}/scores/touchpoint/t{score % Touchpoints}"));
                answer.EnsureSuccessStatusCode();
            }
        })));
    }

    private static async Task<TimeSpan> CpuOverAsync(ClusterNode silo)
    {
        var began = silo.CpuTime;
        await Task.Delay(Quiet, TimeProvider.System);
        return silo.CpuTime - began;
    }

    private static string Name(int tenant) => string.Create(CultureInfo.InvariantCulture, $"s{tenant}");
}
