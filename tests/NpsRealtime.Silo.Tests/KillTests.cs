using NpsRealtime.Silo.Tests.Support;
using Xunit.Abstractions;

namespace NpsRealtime.Silo.Tests;

/// <summary>
/// Three silos and a gateway as processes, under load, while silos are killed, frozen and thawed, and the database restarts. At the
/// end every acknowledged request is in exactly once, on every node and every screen. NPS_TEST_LONG=1 kills twenty times.
/// </summary>
public sealed class KillTests(ITestOutputHelper output)
{
    private static readonly TimeSpan AnswerMax = TimeSpan.FromSeconds(15);

    private static int Kills => Environment.GetEnvironmentVariable("NPS_TEST_LONG") == "1" ? 20 : 3;

    [SkippableFact]
    public async Task Kill_RandomSilosUnderLoad_NothingAcknowledgedIsLostOrDoubled()
    {
        await using var cluster = await SiloCluster.StartAsync(silos: 3);
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var load = new ClusterLoad(cluster.Nodes, seed);
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
        await load.EndAsync(seconds: 120);

        output.WriteLine(load.Summary);
        await Agreement.ShouldHoldAsync(cluster, load, viewers, output);
        load.Longest.ShouldBeLessThan(AnswerMax);
    }

    /// <summary>Longer than the cluster takes to declare a silo dead; then the zombie wakes, and must be fenced.</summary>
    private static async Task FreezeAsync(SiloProcess silo)
    {
        silo.Freeze();
        await PauseAsync(20);
        silo.Thaw();
        for (var second = 0; second < 20 && !silo.HasExited; second++)
            await PauseAsync(1);
        if (silo.HasExited)
            silo.StartAgain();
        await silo.ReadyAsync();
    }

    private static Task PauseAsync(int seconds) => Task.Delay(TimeSpan.FromSeconds(seconds), TimeProvider.System);
}
