using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NpsRealtime.Cluster.Tests.Support;
using NpsRealtime.Storage.Cluster;
using NpsRealtime.Testing;
using Orleans.Storage;

namespace NpsRealtime.Cluster.Tests;

/// <summary>Orleans' grain storage on the tables of our own scripts, as the long-lived agents will use it.</summary>
public sealed class GrainStorageTests
{
    private const int Grains = 30;

    [SkippableFact]
    public async Task Write_TwoFirstWritersAtOnce_OneIsToldThatItLost()
    {
        using var host = await StartAsync();
        var storage = host.Services.GetRequiredKeyedService<IGrainStorage>("Default");

        for (var grain = 0; grain < Grains; grain++)
        {
            var id = GrainId.Create("agent", $"a{grain}");
            var (first, second) = (await ReadAsync(storage, id), await ReadAsync(storage, id));
            first.State!.Writer = "first";
            second.State!.Writer = "second";

            var won = await Task.WhenAll(WriteAsync(storage, id, first), WriteAsync(storage, id, second));

            won.Count(isWon => isWon).ShouldBe(1);
            (await ReadAsync(storage, id)).State!.Writer.ShouldBe(won[0] ? "first" : "second");
        }
    }

    [SkippableFact]
    public async Task Write_AfterAnotherWrite_IsRefusedUntilReadAgain()
    {
        using var host = await StartAsync();
        var storage = host.Services.GetRequiredKeyedService<IGrainStorage>("Default");
        var id = GrainId.Create("agent", "a");
        var old = await ReadAsync(storage, id);
        (await WriteAsync(storage, id, old)).ShouldBeTrue();
        var other = await ReadAsync(storage, id);
        other.State!.Writer = "other";

        (await WriteAsync(storage, id, other)).ShouldBeTrue();
        (await WriteAsync(storage, id, old)).ShouldBeFalse();

        var again = await ReadAsync(storage, id);
        again.State!.Writer.ShouldBe("other");
        await storage.ClearStateAsync("state", id, again);
        (await ReadAsync(storage, id)).RecordExists.ShouldBeFalse();
    }

    private static async Task<IHost> StartAsync()
    {
        var connection = await PostgresServer.FindAsync();
        Skip.If(connection is null, PostgresServer.Missing);
        var tables = await ClusterTables.PrepareAsync(connection!, "s" + Guid.NewGuid().ToString("N"), CancellationToken.None);
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.UseOrleans(silo => silo
            .UseLocalhostClustering(NpsProcess.FreePort(), NpsProcess.FreePort())
            .AddAdoNetGrainStorageAsDefault(options => (options.Invariant, options.DataSource) = ("Npgsql", tables)));
        var host = builder.Build();
        await host.StartAsync();
        return host;
    }

    private static async Task<GrainState<AgentState>> ReadAsync(IGrainStorage storage, GrainId id)
    {
        var state = new GrainState<AgentState>(new AgentState());
        await storage.ReadStateAsync("state", id, state);
        return state;
    }

    private static async Task<bool> WriteAsync(IGrainStorage storage, GrainId id, GrainState<AgentState> state)
    {
        try
        {
            await storage.WriteStateAsync("state", id, state);
            return true;
        }
        catch (InconsistentStateException)
        {
            return false;
        }
    }
}
