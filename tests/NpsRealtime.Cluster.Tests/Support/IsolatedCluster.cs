using NpsRealtime.Testing;

namespace NpsRealtime.Cluster.Tests.Support;

/// <summary>Three silos, each in a network of its own, and a gateway that reaches all of them and is the only one that a client reaches.</summary>
internal sealed class IsolatedCluster : IAsyncDisposable
{
    public const int Silos = 3;

    private IsolatedCluster(Networks networks, SiloCluster cluster)
    {
        Networks = networks;
        Cluster = cluster;
    }

    public Networks Networks { get; }

    public SiloCluster Cluster { get; }

    /// <summary>Starts it. Skips the test where namespaces or PostgreSQL are missing.</summary>
    public static async Task<IsolatedCluster> StartAsync()
    {
        Skip.IfNot(PostgresServer.IsInstalled, PostgresServer.Missing);
        var networks = await Networks.TryMakeAsync(Silos);
        Skip.If(networks is null, Networks.Missing);
        var postgres = await PostgresServer.StartAsync("fsync = off", $"listen_addresses = '127.0.0.1,{networks!.Database}'");
        await File.AppendAllTextAsync(Path.Combine(postgres.DataFolder, "pg_hba.conf"), $"host all all {networks.Range} trust\n");
        await postgres.ExecuteAsync("postgres", "select pg_reload_conf()");
        string[] args = ["--Store:Postgres", postgres.ConnectionString.Replace("127.0.0.1", networks.Database, StringComparison.Ordinal), "--Scoring:PartitionsPerTenant", "6"];
        var silos = Enumerable.Range(0, Silos).Select(
            silo => SiloProcess.StartFrom(null, networks.Space(silo), environment: null, [.. args, "--Orleans:Address", networks.Address(silo)]));
        var cluster = new SiloCluster(postgres, [.. silos], SiloProcess.Start([.. args, "--role", "gateway"])) { AreSilosIsolated = true };
        var isolated = new IsolatedCluster(networks, cluster);
        try
        {
            await cluster.ActiveAsync(Silos);
            await cluster.BeginAsync();
            return isolated;
        }
        catch
        {
            await isolated.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Cluster.DisposeAsync();
        await Networks.DisposeAsync();
    }
}
