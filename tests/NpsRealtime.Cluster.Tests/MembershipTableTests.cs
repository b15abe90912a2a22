using System.Data.Common;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NpsRealtime.Storage.Cluster;
using NpsRealtime.Testing;
using Orleans.Configuration;

namespace NpsRealtime.Cluster.Tests;

/// <summary>The table of the cluster's members, on our own scripts: silos that died long ago do not stay in it for ever.</summary>
public sealed class MembershipTableTests
{
    private const string Cluster = "cleanup";

    [SkippableFact]
    public async Task Cleanup_SiloThatDiedLongAgo_IsTakenOutAndOneThatDiedJustNowStays()
    {
        var connection = await PostgresServer.FindAsync();
        Skip.If(connection is null, PostgresServer.Missing);
        await using var tables = await ClusterTables.PrepareAsync(connection!, "s" + Guid.NewGuid().ToString("N"), CancellationToken.None);
        await ExecuteAsync(tables, $"insert into OrleansMembershipVersionTable (DeploymentId) values ('{Cluster}')");
        await AddDeadAsync(tables, generation: 1, "10 days");
        await AddDeadAsync(tables, generation: 2, "1 minute");

        using var silo = Build(tables);
        await silo.StartAsync();
        await WaitUntilGoneAsync(tables, generation: 1);
        await silo.StopAsync();

        (await ExecuteAsync(tables, "select count(*) from OrleansMembershipTable where Generation = 2")).ShouldBe(1L);
    }

    private static IHost Build(DbDataSource tables)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.UseOrleans(silo => silo
            .Configure<ClusterOptions>(options => (options.ClusterId, options.ServiceId) = (Cluster, Cluster))
            .Configure<ClusterMembershipOptions>(options =>
            {
                options.DefunctSiloCleanupPeriod = TimeSpan.FromSeconds(1);
                options.DefunctSiloExpiration = TimeSpan.FromDays(1);
            })
            .ConfigureEndpoints(System.Net.IPAddress.Loopback, NpsProcess.FreePort(), NpsProcess.FreePort())
            .UseAdoNetClustering(options => (options.Invariant, options.DataSource) = ("Npgsql", tables)));
        return builder.Build();
    }

    /// <summary>A silo of the past: status 6 is dead.</summary>
    private static Task<object?> AddDeadAsync(DbDataSource tables, int generation, string ago) => ExecuteAsync(
        tables,
        $"""
        insert into OrleansMembershipTable
            (DeploymentId, Address, Port, Generation, SiloName, HostName, Status, ProxyPort, SuspectTimes, StartTime, IAmAliveTime)
        values ('{Cluster}', '127.0.0.1', 1, {generation}, 'old', 'old', 6, 0, '', now() - interval '{ago}', now() - interval '{ago}')
        """);

    private static async Task WaitUntilGoneAsync(DbDataSource tables, int generation)
    {
        for (var attempt = 0; attempt < 300; attempt++)
        {
            if (await ExecuteAsync(tables, $"select count(*) from OrleansMembershipTable where Generation = {generation}") is 0L)
                return;
            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System);
        }

        throw new TimeoutException("A silo that died long ago is still in the table.");
    }

    private static async Task<object?> ExecuteAsync(DbDataSource tables, string statement)
    {
        await using var command = tables.CreateCommand(statement);
        return await command.ExecuteScalarAsync();
    }
}
