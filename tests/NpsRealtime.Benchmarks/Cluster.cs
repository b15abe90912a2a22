using System.Diagnostics;
using System.Globalization;
using NpsRealtime.Testing;

namespace NpsRealtime.Benchmarks;

/// <summary>
/// The cluster: one silo against the local engine on the same PostgreSQL, in turns; then three silos and a gateway: reads of scores that
/// live elsewhere, from a POST on one node to a viewer on another, and how long a killed silo's partitions do not write.
/// </summary>
internal static class Cluster
{
    private const int Turns = 5;
    private const int Lines = 2_000;
    private const int Connections = 4;
    private const int Posters = 64;
    private const string Tenant = "bench";

    public static async Task RunAsync()
    {
        await using var server = await PostgresServer.StartAsync(
            "fsync = on", "synchronous_commit = on", "shared_buffers = 512MB", "max_wal_size = 4GB", "max_connections = 200");
        await CompareAsync(server);
        await using var first = await ClusterNode.StartAsync(server, "three", "silo");
        await using var second = await ClusterNode.StartAsync(server, "three", "silo");
        await using var third = await ClusterNode.StartAsync(server, "three", "silo");
        await using var gateway = await ClusterNode.StartAsync(server, "three", "gateway");
        await PutTenantAsync(gateway.Http, Tenant);
        await MeasureReadsAsync(gateway);
        await MeasureLatencyAsync(first, second);
        await ClusterRecovery.RunAsync(server, [first, second, third], gateway);
    }

    public static async Task PutTenantAsync(HttpClient http, string name)
    {
        using var answer = await http.PutAsync($"/v1/tenants/{name}", null);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Both work on the same server and machine, one after the other, again and again: what disturbs one disturbs the other.</summary>
    private static async Task CompareAsync(PostgresServer server)
    {
        await using var local = await IngestPostgres.StartServiceAsync(server, "local");
        await using var silo = await ClusterNode.StartAsync(server, "one", "silo");
        await PutTenantAsync(silo.Http, Tenant);
        HttpClient[] both = [local.Http, silo.Http];
        var (lines, singles) = (new List<double>[] { [], [] }, new List<double>[] { [], [] });
        for (var turn = 0; turn <= Turns; turn++)
        {
            for (var which = 0; which < both.Length; which++)
            {
                var maker = new ResponseMaker((100 * turn) + which, TimeProvider.System.GetUtcNow());
                var bodies = Enumerable.Range(0, 30).Select(_ => (Tenant, maker.NextBody(Lines))).ToArray();
                var posts = Enumerable.Range(0, 10_000).Select(_ => SinglePosts.Request($"/v1/tenants/{Tenant}/responses", maker.NextLine())).ToArray();
                var ndjson = await NdjsonLoad.RunAsync(both[which], bodies, Lines, Connections);
                var single = await SinglePosts.RunAsync(both[which].BaseAddress!.Port, posts, Posters);

                // The first turn warms up.
                if (turn == 0)
                    continue;
                lines[which].Add(ndjson);
                singles[which].Add(single);
            }
        }

        Print("cluster.ndjson", lines);
        Print("cluster.single", singles);
    }

    private static void Print(string name, List<double>[] rates)
    {
        Result.Print(name + ".local", Result.Median(rates[0]), "responses/s");
        Result.Print(name + ".silo", Result.Median(rates[1]), "responses/s");
        Result.Print(name + ".ratio_vs_local", Result.Median(rates[1].Zip(rates[0], (silo, local) => silo / local)), "ratio");
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
