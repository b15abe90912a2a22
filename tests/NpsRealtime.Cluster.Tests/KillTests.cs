using NpsRealtime.Contracts;
using NpsRealtime.Cluster.Tests.Support;
using NpsRealtime.Testing;
using Xunit.Abstractions;

namespace NpsRealtime.Cluster.Tests;

/// <summary>
/// Three silos and a gateway as processes, under load, while silos are killed, frozen and thawed, and the database restarts. At the
/// end every acknowledged request is in exactly once, on every node and every screen. NPS_TEST_LONG=1 kills twenty times.
/// </summary>
public sealed class KillTests(ITestOutputHelper output)
{
    private static readonly TimeSpan AnswerMax = TimeSpan.FromSeconds(15);
    private const int ZombieEndsWithinSeconds = 60;

    private int _ended;

    private static int Kills => LongRun.IsAsked ? 20 : 3;

    [SkippableFact]
    public async Task Kill_RandomSilosUnderLoad_NothingAcknowledgedIsLostOrDoubled()
    {
        await using var cluster = await SiloCluster.StartAsync(silos: 3);
        var seed = Seeded.Draw(output.WriteLine);
        var random = new Random(seed);
        var load = new ClusterLoad(cluster.Nodes, seed);
        var viewers = cluster.Nodes.Select(node => new NodeViewer(node.Address)).ToArray();
        load.Start(singleSenders: 6, lineSenders: 2);

        for (var round = 0; round < Kills; round++)
        {
            await PauseAsync(3);
            var silo = cluster.Silos[random.Next(cluster.Silos.Length)];
            await silo.KillAsync();
            await PauseAsync(random.Next(1, 6));
            silo.StartAgain();
            _ended += await silo.SuperviseAsync();
        }

        await FreezeAsync(cluster, cluster.Silos[random.Next(cluster.Silos.Length)]);
        await cluster.Postgres.StopAsync();
        await PauseAsync(2);
        await cluster.Postgres.StartAgainAsync();
        await PauseAsync(3);
        foreach (var silo in cluster.Silos)
            _ended += await silo.SuperviseAsync();
        await load.EndAsync(seconds: 120);

        output.WriteLine($"{load.Summary}; {_ended} silos ended that the test had left alone, and were started again");
        await Agreement.ShouldHoldAsync(cluster, load, viewers, output);
        load.Longest.ShouldBeLessThan(AnswerMax);
    }

    /// <summary>Longer than anybody may be blocked, and until it is declared dead; then the zombie wakes, is fenced, and ends.</summary>
    private async Task FreezeAsync(SiloCluster cluster, SiloProcess silo)
    {
        silo.Freeze();
        await Task.WhenAll(Task.Delay(AnswerMax + TimeSpan.FromSeconds(1), TimeProvider.System), cluster.ActiveAsync(cluster.Silos.Length - 1));
        silo.Thaw();
        await silo.ExitAsync(ZombieEndsWithinSeconds);
        silo.StartAgain();
        _ended += await silo.SuperviseAsync();
    }

    private static Task PauseAsync(int seconds) => Task.Delay(TimeSpan.FromSeconds(seconds), TimeProvider.System);
}
