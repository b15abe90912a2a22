using NpsRealtime.Silo.Tests.Support;
using Xunit.Abstractions;

namespace NpsRealtime.Silo.Tests;

/// <summary>A network that is cut in two, as it is by a switch and not by a process that ends.</summary>
public sealed class PartitionTests(ITestOutputHelper output)
{
    private const int LeavesWithinSeconds = 60;

    [SkippableFact]
    public async Task Cut_FromTheOtherSilosButNotTheDatabase_IsDeclaredDeadAndEnds()
    {
        await using var isolated = await IsolatedCluster.StartAsync();
        await RunAsync(
            isolated,
            async networks =>
            {
                foreach (var other in (int[])[1, 2])
                {
                    await networks.CutAsync(0, networks.Address(other));
                    await networks.CutAsync(other, networks.Address(0));
                }
            },
            async networks =>
            {
                foreach (var other in (int[])[1, 2])
                {
                    await networks.HealAsync(0, networks.Address(other));
                    await networks.HealAsync(other, networks.Address(0));
                }
            });
    }

    [SkippableFact]
    public async Task Cut_FromTheDatabaseButNotTheOtherSilos_EndsItself()
    {
        await using var isolated = await IsolatedCluster.StartAsync();
        await RunAsync(isolated, networks => networks.CutAsync(0, networks.Database), networks => networks.HealAsync(0, networks.Database));
        isolated.Cluster.Silos[0].Output.ShouldContain("but it answers another one");
    }

    /// <summary>Under load: one silo is cut off, leaves, is reached again and comes back. Nothing acknowledged is lost or doubled.</summary>
    private async Task RunAsync(IsolatedCluster isolated, Func<Networks, Task> cut, Func<Networks, Task> heal)
    {
        var cluster = isolated.Cluster;
        var load = new ClusterLoad(cluster.Nodes, Random.Shared.Next());
        var viewers = cluster.Nodes.Select(node => new NodeViewer(node)).ToArray();
        load.Start(singleSenders: 4, lineSenders: 1);
        await PauseAsync(3);

        await cut(isolated.Networks);
        var began = TimeProvider.System.GetTimestamp();
        await cluster.Silos[0].ExitAsync(LeavesWithinSeconds);
        output.WriteLine($"the silo that was cut off ended after {TimeProvider.System.GetElapsedTime(began).TotalSeconds:F1} s");
        await cluster.ActiveAsync(2);
        await PauseAsync(3);
        await heal(isolated.Networks);
        cluster.Silos[0].StartAgain();
        await cluster.ActiveAsync(3);
        await PauseAsync(3);
        await load.EndAsync(seconds: 60);

        output.WriteLine(load.Summary);
        await Agreement.ShouldHoldAsync(cluster, load, viewers, output);
    }

    private static Task PauseAsync(int seconds) => Task.Delay(TimeSpan.FromSeconds(seconds), TimeProvider.System);
}
