using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using NpsRealtime.Testing;

namespace NpsRealtime.Benchmarks;

/// <summary>
/// From SIGKILL of a silo to the first commit of its partitions elsewhere: one sender per tenant, each tenant one partition, through a
/// gateway that stays. A third of the tenants lives on the silo that is killed.
/// </summary>
internal static class ClusterRecovery
{
    private const int Tenants = 30;

    /// <summary>A tenant that was answered so soon after the kill was not the killed silo's.</summary>
    private static readonly TimeSpan Undisturbed = TimeSpan.FromMilliseconds(800);

    public static async Task RunAsync(PostgresServer server, ClusterNode[] silos, ClusterNode gateway)
    {
        for (var tenant = 0; tenant < Tenants; tenant++)
            await Cluster.PutTenantAsync(gateway.Http, Name(tenant));
        var worst = new List<double>();
        var replacements = new List<ClusterNode>();
        foreach (var silo in silos)
        {
            worst.Add(await KillAsync(silo, gateway));

            // There are always three when the next one is killed.
            replacements.Add(await ClusterNode.StartAsync(server, "three", "silo"));
        }

        foreach (var replacement in replacements)
            await replacement.DisposeAsync();
        Result.Print("cluster.recovery_seconds", Result.Median(worst), "s");
        Result.Print("cluster.recovery_worst_seconds", worst.Max(), "s");
    }

    private static async Task<double> KillAsync(ClusterNode silo, ClusterNode gateway)
    {
        var answered = new ConcurrentDictionary<int, long>();
        var killedAt = long.MaxValue;
        using var stopping = new CancellationTokenSource();
        var senders = Enumerable.Range(0, Tenants).Select(tenant => Task.Run(async () =>
        {
            var maker = new ResponseMaker(Environment.TickCount + tenant, TimeProvider.System.GetUtcNow());
            while (!stopping.IsCancellationRequested)
            {
                // Only what was sent after the kill tells that the partition writes again.
                var began = Stopwatch.GetTimestamp();
                if (await TrySendAsync(gateway.Http, Name(tenant), maker.NextLine()) && began > Interlocked.Read(ref killedAt))
                    answered.TryAdd(tenant, Stopwatch.GetTimestamp());
                await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
            }
        })).ToArray();
        await Task.Delay(TimeSpan.FromSeconds(5), TimeProvider.System);
        await silo.KillAsync();
        Interlocked.Exchange(ref killedAt, Stopwatch.GetTimestamp());
        var began = Stopwatch.StartNew();
        while (answered.Count < Tenants && began.Elapsed < TimeSpan.FromSeconds(60))
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        await stopping.CancelAsync();
        await Task.WhenAll(senders);
        var gaps = answered.Values.Select(at => Stopwatch.GetElapsedTime(killedAt, at)).Where(gap => gap > Undisturbed).ToArray();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{gaps.Length} of {Tenants} partitions waited"));
        return gaps.Length == 0 ? 0 : gaps.Max().TotalSeconds;
    }

    private static async Task<bool> TrySendAsync(HttpClient http, string tenant, string json)
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(json));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var answer = await http.PostAsync($"/v1/tenants/{tenant}/responses", content);
        return answer.IsSuccessStatusCode;
    }

    private static string Name(int tenant) => string.Create(CultureInfo.InvariantCulture, $"r{tenant}");
}
