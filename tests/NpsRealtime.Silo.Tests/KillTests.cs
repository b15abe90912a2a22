using NpsRealtime.Silo.Tests.Support;
using Xunit.Abstractions;

namespace NpsRealtime.Silo.Tests;

/// <summary>
/// Three silos and a gateway as processes, under load, while silos are killed, frozen and thawed, and the database restarts. At the
/// end every acknowledged request is in exactly once, on every node and every screen. NPS_TEST_LONG=1 kills twenty times.
/// </summary>
public sealed class KillTests(ITestOutputHelper output)
{
    private static int Kills => Environment.GetEnvironmentVariable("NPS_TEST_LONG") == "1" ? 20 : 2;

    [SkippableFact]
    public async Task Kill_RandomSilosUnderLoad_NothingAcknowledgedIsLostOrDoubled()
    {
        await using var cluster = await SiloCluster.StartAsync(silos: 3);
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var load = new ClusterLoad(cluster, seed);
        var viewers = cluster.Nodes.Select(node => new NodeViewer(node)).ToArray();
        load.Start(singleSenders: 6, lineSenders: 2);

        for (var round = 0; round < Kills; round++)
        {
            await PauseAsync(3);
            var silo = cluster.Silos[random.Next(cluster.Silos.Length)];
            await silo.KillAsync();
            await PauseAsync(random.Next(1, 6));
            silo.StartAgain();
            await silo.ReadyAsync();
        }

        await FreezeAsync(cluster.Silos[random.Next(cluster.Silos.Length)]);
        await cluster.Postgres.StopAsync();
        await PauseAsync(2);
        await cluster.Postgres.StartAgainAsync();
        await PauseAsync(3);
        await load.EndAsync().WaitAsync(TimeSpan.FromSeconds(120));

        output.WriteLine(load.Summary);
        await ShouldAgreeAsync(cluster, load, viewers);
    }

    [SkippableFact]
    public async Task Stop_SilosOneByOneUnderLoad_EachDrainsAndNothingIsLost()
    {
        await using var cluster = await SiloCluster.StartAsync(silos: 3);
        var load = new ClusterLoad(cluster, seed: 17);
        var viewers = cluster.Nodes.Select(node => new NodeViewer(node)).ToArray();
        load.Start(singleSenders: 4, lineSenders: 1);

        foreach (var silo in cluster.Silos)
        {
            await PauseAsync(2);
            (await silo.StopAsync()).ShouldBe(0, silo.Output);
            silo.StartAgain();
            await silo.ReadyAsync();
        }

        await load.EndAsync().WaitAsync(TimeSpan.FromSeconds(60));

        output.WriteLine(load.Summary);
        await ShouldAgreeAsync(cluster, load, viewers);
    }

    /// <summary>Longer than the cluster takes to declare a silo dead; then the zombie wakes, and must be fenced.</summary>
    private static async Task FreezeAsync(SiloProcess silo)
    {
        silo.Freeze();
        await PauseAsync(15);
        silo.Thaw();
        for (var second = 0; second < 20 && !silo.HasExited; second++)
            await PauseAsync(1);
        if (silo.HasExited)
            silo.StartAgain();
        await silo.ReadyAsync();
    }

    private async Task ShouldAgreeAsync(SiloCluster cluster, ClusterLoad load, NodeViewer[] viewers)
    {
        var expected = load.Expected;
        foreach (var node in cluster.Nodes)
        {
            var audit = await cluster.AuditAsync(node);
            audit.GetProperty("responses").GetInt64().ShouldBe(expected.Sum());
            audit.GetProperty("differencesTotal").GetInt64().ShouldBe(0);
        }

        foreach (var (node, viewer) in cluster.Nodes.Zip(viewers))
        {
            var took = await viewer.ShowsAsync(expected, seconds: 20);
            output.WriteLine($"{node.Address}: agrees after {took.TotalMilliseconds:F0} ms, connected {viewer.Connections} times");
            (await cluster.CountsAsync(node)).ShouldBe(expected);
            await viewer.DisposeAsync();
        }

        foreach (var silo in cluster.Silos)
            silo.Output.ShouldNotContain("please report this");
    }

    private static Task PauseAsync(int seconds) => Task.Delay(TimeSpan.FromSeconds(seconds), TimeProvider.System);
}
