using System.Globalization;
using System.Net.Http.Json;
using NpsRealtime.Cluster.Tests.Support;
using NpsRealtime.Testing;
using NpsRealtime.Web.Tests.Access;
using Xunit.Abstractions;

namespace NpsRealtime.Cluster.Tests;

/// <summary>What one who looks on sees of a failure: a viewer, a supervisor, an operator with the command line.</summary>
public sealed class FailoverTests(ITestOutputHelper output)
{
    private static readonly TimeSpan CurrentMax = TimeSpan.FromSeconds(10);

    // One cluster for all of it: starting one is most of what such a test costs.
    [SkippableFact]
    public async Task Failures_OneAfterTheOther_ViewerIsCurrentAgainRecountIsCleanAndNodesEndWithoutTheDatabase()
    {
        await using var cluster = await SiloCluster.StartAsync(silos: 3);
        await WatchThroughAProxyAsync(cluster);
        await KillEachInTurnAsync(cluster);

        var (code, text) = await CommandLine.RunAsync("recount", "--server", cluster.Gateway.Address.ToString());
        text.ShouldContain("acme: 4 responses, 4 tallied");
        text.ShouldContain("clean");
        code.ShouldBe(0);

        await StopWithoutTheDatabaseAsync(cluster);
    }

    /// <summary>
    /// Each request goes to another node: requests, streams of events, and WebSockets that were not negotiated need nothing else. Every
    /// node takes part, and each viewer shows what was sent through any of them.
    /// </summary>
    private static async Task WatchThroughAProxyAsync(SiloCluster cluster)
    {
        await using var proxy = await RoundRobinProxy.StartAsync(cluster.Nodes.Select(node => node.Address));
        var viewers = cluster.Nodes.Select(_ => new NodeViewer(proxy.Address)).ToArray();
        var hubs = new List<RawHub>();
        foreach (var node in cluster.Nodes)
        {
            hubs.Add(await RawHub.ConnectAsync(proxy.Address, key: null));
            (await hubs[^1].InvokeAsync("Subscribe", new { tenant = SiloCluster.Tenant, scores = new[] { new { key = "tenant", window = "all" } } })).ShouldBeNull();
        }

        await AcceptAsync(proxy.Address, "through-a-proxy");

        var expected = new long[11];
        expected[9]++;
        foreach (var viewer in viewers)
            await viewer.ShowsAsync(expected, seconds: 20);
        foreach (var hub in hubs)
        {
            // What moved only its window may have been pushed before it.
            while (!SiloCluster.Counts(await hub.PushedAsync("scoreChanged")).SequenceEqual(expected))
            {
            }
        }

        proxy.Requests.Min().ShouldBeGreaterThan(0);
        foreach (var viewer in viewers)
            await viewer.DisposeAsync();
        foreach (var hub in hubs)
            hub.Dispose();
    }

    /// <summary>The score lives on one of them, whichever: each is killed once, and a viewer of the gateway goes on without reconnecting.</summary>
    private async Task KillEachInTurnAsync(SiloCluster cluster)
    {
        await using var viewer = new NodeViewer(cluster.Gateway.Address);
        var expected = new long[11];
        expected[9] = 1;
        await viewer.ShowsAsync(expected, seconds: 20);
        for (var turn = 0; turn < cluster.Silos.Length; turn++)
        {
            await cluster.Silos[turn].KillAsync();
            var killed = TimeProvider.System.GetTimestamp();
            await AcceptAsync(cluster.Gateway.Address, string.Create(CultureInfo.InvariantCulture, $"t-{turn}"));
            expected[9]++;
            await viewer.ShowsAsync(expected, seconds: 30);
            var took = TimeProvider.System.GetElapsedTime(killed);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"current {took.TotalMilliseconds:F0} ms after silo {turn} was killed"));

            // Beside other tests, and the building of them, the silos that are left miss each other's probes.
            took.ShouldBeLessThan(LongRun.IsAsked ? CurrentMax : CurrentMax * Math.Max(1, Crowding.Measure()));
            cluster.Silos[turn].StartAgain();
            await cluster.Silos[turn].ReadyAsync();
        }

        viewer.Connections.ShouldBe(1);
    }

    private async Task StopWithoutTheDatabaseAsync(SiloCluster cluster)
    {
        await cluster.Postgres.StopAsync();
        await Task.WhenAll(cluster.Nodes.Select(async node =>
        {
            var began = TimeProvider.System.GetTimestamp();
            await node.StopAsync(seconds: 45);
            output.WriteLine($"{node.Address} ended after {TimeProvider.System.GetElapsedTime(began).TotalSeconds:F1} s");
        }));
    }

    /// <summary>Sends one response until it is acknowledged, as any sender would.</summary>
    private static async Task AcceptAsync(Uri address, string id)
    {
        using var http = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromSeconds(30) };
        for (var attempt = 0; attempt < 100; attempt++)
        {
            using var answer = await http.PostAsJsonAsync(
                $"/v1/tenants/{SiloCluster.Tenant}/responses", new { id, score = 9, channel = "web", touchpoint = "checkout" });
            if (answer.IsSuccessStatusCode)
                return;
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        }

        throw new TimeoutException($"{address} never took {id}.");
    }
}
