using Xunit.Abstractions;

namespace NpsRealtime.Cluster.Tests.Support;

/// <summary>What must be true at the end, whatever the cluster has been through.</summary>
internal static class Agreement
{
    private const int CurrentWithinSeconds = 20;

    /// <summary>
    /// Every acknowledged response is there once: the recount is clean, and every node and every viewer of a node shows the same counts.
    /// </summary>
    public static async Task ShouldHoldAsync(SiloCluster cluster, ClusterLoad load, NodeViewer[] viewers, ITestOutputHelper output)
    {
        var expected = load.Expected;
        foreach (var node in cluster.Nodes)
        {
            var recount = await SiloCluster.RecountAsync(node);
            recount.GetProperty("responses").GetInt64().ShouldBe(expected.Sum());
            recount.GetProperty("differencesTotal").GetInt64().ShouldBe(0);
        }

        foreach (var node in cluster.Nodes)
            await ReadsAsync(node, expected);

        foreach (var viewer in viewers)
        {
            var took = await viewer.ShowsAsync(expected, CurrentWithinSeconds);
            output.WriteLine($"{viewer.Address}: agrees after {took.TotalMilliseconds:F0} ms, connected {viewer.Connections} times");
            await viewer.DisposeAsync();
        }

        foreach (var silo in cluster.Silos)
            silo.Output.ShouldNotContain("please report this");
    }

    /// <summary>A live score attaches every ten seconds to partitions that have moved; until then a read that names no position may be behind.</summary>
    private static async Task ReadsAsync(SiloProcess node, long[] expected)
    {
        var began = TimeProvider.System.GetTimestamp();
        long[] counts;
        while (!(counts = await SiloCluster.CountsAsync(node)).SequenceEqual(expected)
            && TimeProvider.System.GetElapsedTime(began) < TimeSpan.FromSeconds(CurrentWithinSeconds))
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        counts.ShouldBe(expected);
    }
}
