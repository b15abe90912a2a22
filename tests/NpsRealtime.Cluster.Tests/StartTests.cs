using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using NpsRealtime.Cluster.Tests.Support;
using NpsRealtime.Testing;

namespace NpsRealtime.Cluster.Tests;

/// <summary>How the host starts, and what it says when it can't.</summary>
public sealed class StartTests
{
    [Fact]
    public async Task Start_NothingInstalled_ServesOnSqliteAndListensOnHttpAlone()
    {
        var folder = Directory.CreateTempSubdirectory("nps-silo-").FullName;
        await using var silo = SiloProcess.Start("--Store:Sqlite", Path.Combine(folder, "nps.db"));
        await silo.ReadyAsync();
        using var http = new HttpClient { BaseAddress = silo.Address };

        (await http.PutAsJsonAsync("/v1/tenants/acme", new { })).EnsureSuccessStatusCode();
        var answer = await http.PostAsJsonAsync(
            "/v1/tenants/acme/responses", new { id = "a", score = 9, channel = "web", touchpoint = "checkout" });
        var receipt = await answer.Content.ReadFromJsonAsync<JsonElement>();
        var snapshot = await http.GetFromJsonAsync<JsonElement>(
            $"/v1/tenants/acme/scores/channel/web?after={receipt.GetProperty("position").GetString()}");

        snapshot.GetProperty("counts").GetProperty("total").GetInt64().ShouldBe(1);
        ListeningPorts.Of(silo.Id).ShouldBe([silo.Address.Port]);
        (await silo.StopAsync()).ShouldBe(0);
        silo.Output.ShouldNotContain("deadlock");
        Directory.Delete(folder, recursive: true);
    }

    [SkippableFact]
    public async Task Start_SecondOnTheSameDatabase_JoinsAtFreePorts()
    {
        Skip.IfNot(PostgresServer.IsInstalled, PostgresServer.Missing);
        await using var postgres = await PostgresServer.StartAsync("fsync = off");
        string[] args = ["--Store:Postgres", postgres.ConnectionString];
        await using var first = SiloProcess.StartWithUsualPorts(args);
        await first.ReadyAsync();
        await using var second = SiloProcess.StartWithUsualPorts(args);
        await second.ReadyAsync();
        using var http = new HttpClient { BaseAddress = second.Address };

        await Eventually.ShouldAsync(async () => (await http.GetStringAsync("/health/ready")).ShouldContain("it sees 2 active"));

        ListeningPorts.Of(first.Id).Intersect(ListeningPorts.Of(second.Id)).ShouldBeEmpty();
        second.Output.ShouldContain("is taken, so the other nodes reach this one at port");
        first.HasExited.ShouldBeFalse();
    }

    [SkippableFact]
    public async Task Start_PortThatWasAskedForIsTaken_SaysWhatToDo()
    {
        Skip.IfNot(PostgresServer.IsInstalled, PostgresServer.Missing);
        await using var postgres = await PostgresServer.StartAsync("fsync = off");
        await using var first = SiloProcess.Start("--Store:Postgres", postgres.ConnectionString);
        await first.ReadyAsync();
        var taken = ListeningPorts.Of(first.Id).First(port => port != first.Address.Port).ToString(CultureInfo.InvariantCulture);

        await using var second = SiloProcess.StartWithUsualPorts("--Store:Postgres", postgres.ConnectionString, "--Orleans:SiloPort", taken);

        (await second.ExitAsync()).ShouldBe(1);
        second.Output.ShouldContain($"Port {taken} of 127.0.0.1 is taken");
        second.Output.ShouldContain("--Orleans:SiloPort");
        second.Output.ShouldNotContain("   at ");
        (await first.IsReadyAsync()).ShouldBeTrue();
    }

    [Theory]
    [InlineData("--Orleans:Role=gateway", "--Store:Postgres=")]
    [InlineData("--role=captain", "silo or gateway")]
    [InlineData("--Orleans:SiloPort=0", "SiloPort")]
    [InlineData("--Orleans:Address=here", "no address")]
    [InlineData("--Store:Sqlit=x", "Did you mean --Store:Sqlite?")]
    [InlineData("--dem", "Did you mean --demo?")]
    [InlineData("--dev", "There is no option --dev.")]
    [InlineData("nps.db", "is no option")]
    public async Task Start_OptionsThatDoNotDo_SaysWhatToDo(string argument, string expected)
    {
        await using var silo = SiloProcess.StartWithUsualPorts(argument);

        (await silo.ExitAsync()).ShouldBe(1);
        silo.Output.ShouldContain(expected);
        silo.Output.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task Start_UnknownOptionInTheEnvironment_SaysWhichOneIsMeant()
    {
        await using var silo = SiloProcess.StartFrom(
            program: null, network: null, new Dictionary<string, string>(StringComparer.Ordinal) { ["Scoring__SegmentMax"] = "9" });

        (await silo.ExitAsync()).ShouldBe(1);
        silo.Output.ShouldContain("Did you mean --Scoring:SegmentsMax?");
    }

    [Fact]
    public async Task Help_Asked_ListsEveryOptionAndStartsNothing()
    {
        var folder = Directory.CreateTempSubdirectory("nps-help-").FullName;
        await using var silo = SiloProcess.StartWithUsualPorts("--Store:Sqlite", Path.Combine(folder, "nps.db"), "--help");

        (await silo.ExitAsync()).ShouldBe(0);

        Directory.GetFileSystemEntries(folder).ShouldBeEmpty();
        foreach (var option in (string[])["--role", "--Store:Postgres", "--Orleans:Certificate", "--Scoring:SegmentsMax=", "--Access:KeyFolder"])
            silo.Output.ShouldContain(option);
        Directory.Delete(folder);
    }
}
