using System.Diagnostics;
using System.Globalization;
using NpsRealtime.Testing;

namespace NpsRealtime.Benchmarks;

/// <summary>
/// The cluster, of three silos and a gateway: reads of scores that live elsewhere, and
/// from a POST on one node to a viewer on another.
/// </summary>
internal static class Cluster
{
    private const int Lines = 2_000;
    private const string Tenant = "bench";

    public static async Task RunAsync()
    {
        await using var server = await PostgresServer.StartAsync(
            "fsync = on", "synchronous_commit = on", "shared_buffers = 512MB", "max_wal_size = 4GB", "max_connections = 200");
        await using var first = await ClusterNode.StartAsync(server, "three", "silo");
        await using var second = await ClusterNode.StartAsync(server, "three", "silo");
        await using var third = await ClusterNode.StartAsync(server, "three", "silo");
        await using var gateway = await ClusterNode.StartAsync(server, "three", "gateway");
        await PutTenantAsync(gateway.Http, Tenant);
        await MeasureReadsAsync(gateway);
        await MeasureLatencyAsync(first, second);
    }

    public static async Task PutTenantAsync(HttpClient http, string name)
    {
        using var answer = await http.PutAsync($"/v1/tenants/{name}", null);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Through the gateway, where no score lives: every read goes to another process.</summary>
    private static async Task MeasureReadsAsync(ClusterNode gateway)
    {
        var maker = new ResponseMaker(7, TimeProvider.System.GetUtcNow());
        await NdjsonLoad.RunAsync(gateway.Http, [(Tenant, maker.NextBody(Lines))], Lines, 1);
        var took = new List<double>();
        for (var read = 0; read < 4_000; read++)
        {
            var began = Stopwatch.GetTimestamp();
            using var answer = await gateway.Http.GetAsync(string.Create(
                CultureInfo.InvariantCulture, $"/v1/tenants/{Tenant}/scores/touchpoint/touchpoint-{read % 20}?window=24h"));
            answer.EnsureSuccessStatusCode();
            await answer.Content.ReadAsByteArrayAsync();
            if (read >= 1_000)
                took.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }

        Result.Print("cluster.read.p50_ms", Result.Quantile(took, 0.5), "ms");
        Result.Print("cluster.read.p99_ms", Result.Quantile(took, 0.99), "ms");
    }

    private static async Task MeasureLatencyAsync(ClusterNode sender, ClusterNode viewed)
    {
        await Latency.SendAsync(sender.Http, Latency.PerSecond * 3);
        using var viewer = await Viewers.StartAsync(viewed.Address, Tenant, 1);
        await Latency.SendAsync(sender.Http, Latency.PerSecond * 3);
        var sent = await Latency.SendAsync(sender.Http, Latency.PerSecond * Latency.Seconds);
        await Task.Delay(TimeSpan.FromSeconds(2), TimeProvider.System);
        var latencies = Latency.Latencies(sent, viewer.Seen);
        Result.Print("cluster.latency.p50_ms", Result.Quantile(latencies, 0.5), "ms");
        Result.Print("cluster.latency.p99_ms", Result.Quantile(latencies, 0.99), "ms");
    }
}
