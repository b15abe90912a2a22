using NpsRealtime.Cluster.Tests.Support;
using NpsRealtime.Testing;

namespace NpsRealtime.Cluster.Tests;

/// <summary>A silo that stands still for a while: the others take over, and when it wakes it ends.</summary>
public sealed class FreezeTests
{
    [SkippableFact]
    public async Task Freeze_UntilDeclaredDeadAndThawed_EndsInOneSentenceAndIsReplaced()
    {
        await using var cluster = await SiloCluster.StartAsync(silos: 3);
        await cluster.ActiveAsync(3);
        var frozen = cluster.Silos[0];

        frozen.Freeze();
        await cluster.ActiveAsync(2);
        frozen.Thaw();

        (await frozen.ExitAsync()).ShouldBe(1, frozen.LogPath);
        frozen.Output.ShouldContain("The other nodes have declared this one dead");
        frozen.Output.ShouldNotContain("   at ");
        frozen.StartAgain();
        await cluster.ActiveAsync(3);
    }
}
