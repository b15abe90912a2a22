using NpsRealtime.Cluster.Tests.Support;
using NpsRealtime.Testing;

namespace NpsRealtime.Cluster.Tests;

/// <summary>Nodes that show each other certificates: who has none that is trusted gets in nowhere, as a silo or as a gateway.</summary>
public sealed class CertificateTests
{
    [SkippableFact]
    public async Task Join_NoOrAnotherCertificate_GetsInNowhereAndTheOthersGoOn()
    {
        Skip.IfNot(PostgresServer.IsInstalled, PostgresServer.Missing);
        using var certificates = new TestCertificates();
        using var others = new TestCertificates();
        await using var postgres = await PostgresServer.StartAsync("fsync = off");
        string[] store = ["--Store:Postgres", postgres.ConnectionString];
        await using var first = SiloProcess.Start([.. store, .. certificates.Arguments()]);
        await first.ReadyAsync();
        await using var second = SiloProcess.Start([.. store, .. certificates.Arguments()]);
        await second.ReadyAsync();
        await using var gateway = SiloProcess.Start([.. store, .. certificates.Arguments(), "--role", "gateway"]);
        await gateway.ReadyAsync();

        await using var bare = SiloProcess.Start(store);
        await using var foreign = SiloProcess.Start([.. store, .. others.Arguments()]);
        await using var bareGateway = SiloProcess.Start([.. store, "--role", "gateway"]);
        await using var foreignGateway = SiloProcess.Start([.. store, .. others.Arguments(), "--role", "gateway"]);

        SiloProcess[] intruders = [bare, foreign, bareGateway, foreignGateway];
        foreach (var intruder in intruders)
            await WaitUntilTurnedAwayAsync(intruder);
        foreach (var intruder in intruders)
            (await intruder.TryIsReadyAsync()).ShouldBeFalse(intruder.LogPath);
        foreach (var node in (SiloProcess[])[first, second])
        {
            using var http = new HttpClient { BaseAddress = node.Address };
            (await http.GetStringAsync("/health/ready")).ShouldContain("it sees 2 active");
        }

        (await gateway.IsReadyAsync()).ShouldBeTrue();
    }

    /// <summary>It has tried to reach the others, and says that it could not.</summary>
    private static Task WaitUntilTurnedAwayAsync(SiloProcess intruder) => Eventually.ShouldAsync(
        () =>
        {
            intruder.Output.ShouldMatch("(?i)no silo of the cluster can be reached|connect");
            return Task.CompletedTask;
        },
        seconds: 60);

    [Theory]
    [InlineData("missing.pem", "can't be used")]
    [InlineData("authority", "--Orleans:CertificateKey")]
    public async Task Start_CertificateThatDoesNotDo_SaysWhatToDo(string file, string expected)
    {
        using var certificates = new TestCertificates();
        await using var silo = SiloProcess.Start(
            "--Store:Postgres", "Host=127.0.0.1;Port=1", "--Orleans:Certificate", file == "authority" ? certificates.AuthorityPath : file);

        (await silo.ExitAsync()).ShouldBe(1);
        silo.Output.ShouldContain(expected);
        silo.Output.ShouldContain("--Orleans:Certificate");
        silo.Output.ShouldNotContain("   at ");
    }
}
