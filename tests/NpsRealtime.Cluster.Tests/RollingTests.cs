using NpsRealtime.Cluster.Tests.Support;
using Xunit.Abstractions;

namespace NpsRealtime.Cluster.Tests;

/// <summary>
/// All silos stop and start one after the other, under load, behind a proxy that leaves out a node which is about to stop: no request
/// fails that a client with three retries would notice. The upgrade does the same from another build, whose NpsRealtime.Server.dll
/// NPS_TEST_PREVIOUS_SILO names.
/// </summary>
public sealed class RollingTests(ITestOutputHelper output)
{
    private const int Retries = 3;

    private static string? Previous => Environment.GetEnvironmentVariable("NPS_TEST_PREVIOUS_SILO");

    [SkippableFact]
    public Task Restart_AllSilosUnderLoad_NobodyNotices() => RollAsync(from: null);

    [SkippableFact]
    public Task Upgrade_FromThePreviousBuildUnderLoad_NobodyNotices()
    {
        Skip.If(string.IsNullOrEmpty(Previous), "NPS_TEST_PREVIOUS_SILO names no previous build.");
        return RollAsync(Previous);
    }

    private async Task RollAsync(string? from)
    {
        await using var cluster = await SiloCluster.StartAsync(silos: 3, from);
        var load = new ClusterLoad(cluster.Nodes, seed: 17);
        var viewers = cluster.Nodes.Select(node => new NodeViewer(node.Address)).ToArray();
        load.Start(singleSenders: 4, lineSenders: 1);

        foreach (var node in from is null ? cluster.Silos : cluster.Nodes)
        {
            await PauseAsync(2);
            node.IsServing = false;
            await PauseAsync(1);
            (await node.StopAsync()).ShouldBe(0, node.Output);
            node.StartAgain(SiloProcess.OwnProgram);
            await node.ReadyAsync();
            node.IsServing = true;
        }

        await PauseAsync(2);
        await load.EndAsync(seconds: 60);

        output.WriteLine(load.Summary);
        await Agreement.ShouldHoldAsync(cluster, load, viewers, output);
        load.RetriesMax.ShouldBeLessThanOrEqualTo(Retries);
    }

    private static Task PauseAsync(int seconds) => Task.Delay(TimeSpan.FromSeconds(seconds), TimeProvider.System);
}
