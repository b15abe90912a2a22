using NpsRealtime.Cluster.Tests.Support;
using NpsRealtime.Testing;

namespace NpsRealtime.Cluster.Tests;

/// <summary>A silo takes no place that a living one has, and tells no other machine a loopback address.</summary>
public sealed class PlaceTests
{
    [SkippableFact]
    public async Task Join_FromAnotherMachineAtALoopbackAddress_SaysWhatToSetAndTheOtherLives()
    {
        Skip.IfNot(PostgresServer.IsInstalled, PostgresServer.Missing);
        await using var networks = await Networks.TryMakeAsync(1);
        Skip.If(networks is null, Networks.Missing);
        await using var postgres = await PostgresServer.StartAsync("fsync = off", $"listen_addresses = '127.0.0.1,{networks!.Database}'");
        await File.AppendAllTextAsync(Path.Combine(postgres.DataFolder, "pg_hba.conf"), $"host all all {networks.Range} trust\n");
        await postgres.ExecuteAsync("postgres", "select pg_reload_conf()");
        string[] store = ["--Store:Postgres", postgres.ConnectionString.Replace("127.0.0.1", networks.Database, StringComparison.Ordinal)];
        await using var first = SiloProcess.Start([.. store, "--Orleans:Address", networks.Gateway]);
        await first.ReadyAsync();

        await using var loopback = SiloProcess.StartFrom(null, networks.Space(0), environment: null, store);

        (await loopback.ExitAsync()).ShouldBe(1);
        loopback.Output.ShouldContain("--Orleans:Address");
        loopback.Output.ShouldContain(networks.Gateway);
        loopback.Output.ShouldNotContain("   at ");
        (await first.IsReadyAsync()).ShouldBeTrue();
    }

    [SkippableFact]
    public async Task Join_WhereTheFirstTellsALoopbackAddress_SaysWhichOneToStartAgain()
    {
        Skip.IfNot(PostgresServer.IsInstalled, PostgresServer.Missing);
        await using var networks = await Networks.TryMakeAsync(1);
        Skip.If(networks is null, Networks.Missing);
        await using var postgres = await PostgresServer.StartAsync("fsync = off", $"listen_addresses = '127.0.0.1,{networks!.Database}'");
        await File.AppendAllTextAsync(Path.Combine(postgres.DataFolder, "pg_hba.conf"), $"host all all {networks.Range} trust\n");
        await postgres.ExecuteAsync("postgres", "select pg_reload_conf()");
        await using var first = SiloProcess.Start("--Store:Postgres", postgres.ConnectionString);
        await first.ReadyAsync();

        await using var second = SiloProcess.StartFrom(
            null, networks.Space(0), environment: null,
            "--Store:Postgres", postgres.ConnectionString.Replace("127.0.0.1", networks.Database, StringComparison.Ordinal), "--Orleans:Address", networks.Address(0));

        (await second.ExitAsync()).ShouldBe(1);
        second.Output.ShouldContain("tells the others to reach it at 127.0.0.1");
        (await first.IsReadyAsync()).ShouldBeTrue();
    }

    [SkippableFact]
    public async Task Start_AfterAKillAtTheSamePorts_TakesThePlaceAtOnce()
    {
        Skip.IfNot(PostgresServer.IsInstalled, PostgresServer.Missing);
        await using var postgres = await PostgresServer.StartAsync("fsync = off");
        await using var silo = SiloProcess.Start("--Store:Postgres", postgres.ConnectionString);
        await silo.ReadyAsync();

        await silo.KillAsync();
        silo.StartAgain();

        await silo.ReadyAsync();
        using var http = new HttpClient { BaseAddress = silo.Address };
        await Eventually.ShouldAsync(async () => (await http.GetStringAsync("/health/ready")).ShouldContain("it sees 1 active"));
    }
}
