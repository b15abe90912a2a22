using NpsRealtime.Contracts;
using NpsRealtime.Cluster.Tests.Support;
using Xunit.Abstractions;

namespace NpsRealtime.Cluster.Tests;

/// <summary>A network that is cut in two, as it is by a switch and not by a process that ends.</summary>
public sealed class PartitionTests(ITestOutputHelper output)
{
    private const int LeavesWithinSeconds = 60;

    // One cluster and one load for both: starting one is most of what such a test costs.
    [SkippableFact]
    public async Task Cut_OneFromTheSilosAndThenAnotherFromTheDatabase_EachEndsAndNothingIsLostOrDoubled()
    {
        await using var isolated = await IsolatedCluster.StartAsync();
        var (cluster, networks) = (isolated.Cluster, isolated.Networks);
        var load = new ClusterLoad(cluster.Nodes, Seeded.Draw(output.WriteLine));
        var viewers = cluster.Nodes.Select(node => new NodeViewer(node.Address)).ToArray();
        load.Start(singleSenders: 4, lineSenders: 1);

        // Not from the database: the others declare it dead, and it ends when it reads that.
        await LeaveAsync(cluster, 0, () => CutFromSilosAsync(networks, 0), () => HealToSilosAsync(networks, 0));

        // Not from the other silos: to them it looks alive, so it ends by itself.
        await LeaveAsync(cluster, 1, () => networks.CutAsync(1, networks.Database), () => networks.HealAsync(1, networks.Database));
        cluster.Silos[1].Output.ShouldContain("but it answers another one");
        await load.EndAsync(seconds: 60);

        output.WriteLine(load.Summary);
        await Agreement.ShouldHoldAsync(cluster, load, viewers, output);
    }

    /// <summary>A silo is cut off, leaves, is reached again and comes back.</summary>
    private async Task LeaveAsync(SiloCluster cluster, int silo, Func<Task> cut, Func<Task> heal)
    {
        await PauseAsync(2);
        await cut();
        var began = TimeProvider.System.GetTimestamp();
        await cluster.Silos[silo].ExitAsync(LeavesWithinSeconds);
        output.WriteLine($"the silo that was cut off ended after {TimeProvider.System.GetElapsedTime(began).TotalSeconds:F1} s");
        await cluster.ActiveAsync(2);
        await PauseAsync(2);
        await heal();
        cluster.Silos[silo].StartAgain();
        await cluster.ActiveAsync(3);
        await PauseAsync(2);
    }

    private static async Task CutFromSilosAsync(Networks networks, int silo)
    {
        foreach (var other in Enumerable.Range(0, IsolatedCluster.Silos).Where(other => other != silo))
        {
            await networks.CutAsync(silo, networks.Address(other));
            await networks.CutAsync(other, networks.Address(silo));
        }
    }

    private static async Task HealToSilosAsync(Networks networks, int silo)
    {
        foreach (var other in Enumerable.Range(0, IsolatedCluster.Silos).Where(other => other != silo))
        {
            await networks.HealAsync(silo, networks.Address(other));
            await networks.HealAsync(other, networks.Address(silo));
        }
    }

    private static Task PauseAsync(int seconds) => Task.Delay(TimeSpan.FromSeconds(seconds), TimeProvider.System);
}
