using Xunit.Abstractions;

namespace NpsRealtime.Silo.Tests.Support;

/// <summary>What must be true at the end, whatever the cluster has been through.</summary>
internal static class Agreement
{
    /// <summary>
    /// Every acknowledged response is there once: the audit is clean, and every node and every viewer of a node shows the same counts.
    /// </summary>
    public static async Task ShouldHoldAsync(SiloCluster cluster, ClusterLoad load, NodeViewer[] viewers, ITestOutputHelper output)
    {
        var expected = load.Expected;
        foreach (var node in cluster.Nodes)
        {
            var audit = await SiloCluster.AuditAsync(node);
            audit.GetProperty("responses").GetInt64().ShouldBe(expected.Sum());
            audit.GetProperty("differencesTotal").GetInt64().ShouldBe(0);
            (await SiloCluster.CountsAsync(node)).ShouldBe(expected);
        }

        foreach (var viewer in viewers)
        {
            var took = await viewer.ShowsAsync(expected, seconds: 20);
            output.WriteLine($"{viewer.Node.Address}: agrees after {took.TotalMilliseconds:F0} ms, connected {viewer.Connections} times");
            await viewer.DisposeAsync();
        }

        foreach (var silo in cluster.Silos)
            silo.Output.ShouldNotContain("please report this");
    }
}
