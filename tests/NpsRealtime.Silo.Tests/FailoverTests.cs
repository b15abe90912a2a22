using System.Globalization;
using System.Net.Http.Json;
using NpsRealtime.Silo.Tests.Support;
using Xunit.Abstractions;

namespace NpsRealtime.Silo.Tests;

/// <summary>What one who looks on sees of a failure: a viewer, a supervisor, an operator with the command line.</summary>
public sealed class FailoverTests(ITestOutputHelper output)
{
    private static readonly TimeSpan CurrentMax = TimeSpan.FromSeconds(10);

    // One cluster for all of it: starting one is most of what such a test costs.
    [SkippableFact]
    public async Task Failures_OneAfterTheOther_ViewerIsCurrentAgainAuditIsCleanAndNodesEndWithoutTheDatabase()
    {
        await using var cluster = await SiloCluster.StartAsync(silos: 3);
        await KillEachInTurnAsync(cluster);

        var (code, text) = await CommandLine.RunAsync("audit", "--server", cluster.Gateway.Address.ToString());
        text.ShouldContain("acme: 3 responses, 3 tallied");
        text.ShouldContain("clean");
        code.ShouldBe(0);

        await StopWithoutTheDatabaseAsync(cluster);
    }

    /// <summary>The score lives on one of them, whichever: each is killed once, and a viewer of the gateway goes on without reconnecting.</summary>
    private async Task KillEachInTurnAsync(SiloCluster cluster)
    {
        await using var viewer = new NodeViewer(cluster.Gateway);
        var expected = new long[11];
        await viewer.ShowsAsync(expected, seconds: 20);
        for (var turn = 0; turn < cluster.Silos.Length; turn++)
        {
            await cluster.Silos[turn].KillAsync();
            var killed = TimeProvider.System.GetTimestamp();
            await AcceptAsync(cluster.Gateway, string.Create(CultureInfo.InvariantCulture, $"t-{turn}"));
            expected[9]++;
            await viewer.ShowsAsync(expected, seconds: 30);
            var took = TimeProvider.System.GetElapsedTime(killed);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"current {took.TotalMilliseconds:F0} ms after silo {turn} was killed"));
            took.ShouldBeLessThan(CurrentMax);
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
    private static async Task AcceptAsync(SiloProcess node, string id)
    {
        using var http = SiloCluster.Http(node);
        for (var attempt = 0; attempt < 100; attempt++)
        {
            using var answer = await http.PostAsJsonAsync(
                $"/v1/tenants/{SiloCluster.Tenant}/responses", new { id, score = 9, channel = "web", touchpoint = "checkout" });
            if (answer.IsSuccessStatusCode)
                return;
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        }

        throw new TimeoutException($"{node.Address} never took {id}.");
    }
}
