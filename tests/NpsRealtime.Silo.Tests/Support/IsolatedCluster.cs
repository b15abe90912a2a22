using NpsRealtime.Testing;

namespace NpsRealtime.Silo.Tests.Support;

/// <summary>Three silos, each in a network of its own, and a gateway that reaches all of them and is the only one that a client reaches.</summary>
internal sealed class IsolatedCluster : IAsyncDisposable
{
    private const int Silos = 3;

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
            silo => SiloProcess.StartFrom(null, networks.Space(silo), [.. args, "--Orleans:Address", networks.Address(silo)]));
        var cluster = new SiloCluster(postgres, [.. silos], SiloProcess.Start([.. args, "--role", "gateway"])) { AreSilosIsolated = true };
        var isolated = new IsolatedCluster(networks, cluster);
        try
        {
            await isolated.ActiveAsync(Silos);
            await cluster.BeginAsync();
            return isolated;
        }
        catch
        {
            await isolated.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits until the membership table holds so many active silos.</summary>
    public async Task ActiveAsync(int count)
    {
        for (var attempt = 0; attempt < 600; attempt++)
        {
            if (await CountActiveAsync() == count)
                return;
            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System);
        }

        throw new TimeoutException($"{await CountActiveAsync()} silos are active, and not {count}: {string.Join(", ", Cluster.Silos.Select(silo => silo.LogPath))}");
    }

    public async ValueTask DisposeAsync()
    {
        await Cluster.DisposeAsync();
        await Networks.DisposeAsync();
    }

    private async Task<int> CountActiveAsync()
    {
        try
        {
            return int.Parse(
                await Cluster.Postgres.ExecuteAsync("nps", "select count(*) from nps_cluster.orleansmembershiptable where status = 3"),
                System.Globalization.CultureInfo.InvariantCulture);
        }
        catch (InvalidOperationException)
        {
            // The table is not made yet.
            return 0;
        }
    }
}
