using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using NpsRealtime.Testing;

namespace NpsRealtime.Benchmarks;

/// <summary>
/// From SIGKILL or SIGSTOP of a silo to the first commit of its partitions elsewhere: one sender per tenant, each tenant one partition,
/// through a gateway that stays. A third of the tenants lives on the silo that fails. And whether a silo that lives is taken for dead on a busy machine.
/// </summary>
internal static class ClusterRecovery
{
    private const int Tenants = 30;
    private const int Rounds = 20;
    private const int BusyLoops = 6;

    private static readonly TimeSpan Steady = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan RecoveryMax = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan BusyFor = TimeSpan.FromMinutes(3);

    /// <summary>A tenant that was answered so soon after the fault was not the failed silo's.</summary>
    private static readonly TimeSpan Undisturbed = TimeSpan.FromMilliseconds(800);

    public static async Task RunAsync()
    {
        await using var server = await PostgresServer.StartAsync(
            "fsync = on", "synchronous_commit = on", "shared_buffers = 512MB", "max_wal_size = 4GB", "max_connections = 200");
        var silos = new List<ClusterNode>();
        for (var silo = 0; silo < 3; silo++)
            silos.Add(await ClusterNode.StartAsync(server, "three", "silo"));
        await using var gateway = await ClusterNode.StartAsync(server, "three", "gateway");
        for (var tenant = 0; tenant < Tenants; tenant++)
            await Cluster.PutTenantAsync(gateway.Http, Name(tenant));
        await MeasureAsync("killed", server, silos, gateway, node => node.KillAsync());
        await MeasureAsync("frozen", server, silos, gateway, node => node.FreezeAsync());
        await BeBusyAsync(silos);
        foreach (var silo in silos)
            await silo.DisposeAsync();
    }

    private static async Task MeasureAsync(
        string how, PostgresServer server, List<ClusterNode> silos, ClusterNode gateway, Func<ClusterNode, Task> fail)
    {
        var longest = new List<double>();
        for (var round = 0; round < Rounds; round++)
        {
            var failing = silos[0];
            silos.RemoveAt(0);
            var took = await FailAsync(gateway, () => fail(failing));
            if (took > 0)
                longest.Add(took);

            // There are always three when the next one fails.
            await failing.DisposeAsync();
            silos.Add(await ClusterNode.StartAsync(server, "three", "silo"));
        }

        Result.Print($"cluster.recovery.{how}.median_seconds", Result.Median(longest), "s");
        Result.Print($"cluster.recovery.{how}.worst_seconds", longest.Max(), "s");
    }

    /// <summary>How long the last of the partitions that were disturbed did not write, in seconds; 0 when none was.</summary>
    private static async Task<double> FailAsync(ClusterNode gateway, Func<Task> fail)
    {
        var answered = new ConcurrentDictionary<int, long>();
        var failedAt = long.MaxValue;
        using var stopping = new CancellationTokenSource();
        var senders = Enumerable.Range(0, Tenants).Select(tenant => Task.Run(async () =>
        {
            var maker = new ResponseMaker(Environment.TickCount + tenant, TimeProvider.System.GetUtcNow());
            while (!stopping.IsCancellationRequested)
            {
                // Only what was sent after the fault tells that the partition writes again.
                var began = Stopwatch.GetTimestamp();
                if (await TrySendAsync(gateway.Http, Name(tenant), maker.NextLine()) && began > Interlocked.Read(ref failedAt))
                    answered.TryAdd(tenant, Stopwatch.GetTimestamp());
                await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
            }
        })).ToArray();
        await Task.Delay(Steady, TimeProvider.System);
        Interlocked.Exchange(ref failedAt, Stopwatch.GetTimestamp());
        await fail();
        var began = Stopwatch.StartNew();
        while (answered.Count < Tenants && began.Elapsed < RecoveryMax)
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        await stopping.CancelAsync();
        await Task.WhenAll(senders);
        var gaps = answered.Values.Select(at => Stopwatch.GetElapsedTime(failedAt, at)).Where(gap => gap > Undisturbed).ToArray();
        var worst = answered.Count < Tenants ? RecoveryMax.TotalSeconds : gaps.Length == 0 ? 0 : gaps.Max().TotalSeconds;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{gaps.Length} of {Tenants} partitions waited, {worst:F1} s at most"));
        return worst;
    }

    /// <summary>Threads that do nothing but work, three to a processor: all silos must live through it.</summary>
    private static async Task BeBusyAsync(List<ClusterNode> silos)
    {
        var until = Stopwatch.GetTimestamp() + (long)(BusyFor.TotalSeconds * Stopwatch.Frequency);
        var loops = Enumerable.Range(0, BusyLoops).Select(_ => Task.Factory.StartNew(
            () =>
            {
                while (Stopwatch.GetTimestamp() < until)
                {
                    // Nothing but the processor's time is wanted.
                }
            },
            TaskCreationOptions.LongRunning)).ToArray();
        await Task.WhenAll(loops);
        Result.Print("cluster.recovery.busy_deaths", silos.Count(silo => silo.HasEnded), "silos");
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
