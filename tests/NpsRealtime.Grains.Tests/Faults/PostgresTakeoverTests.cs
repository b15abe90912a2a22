using System.Diagnostics;
using NpsRealtime.Contracts.Stores;
using NpsRealtime.Scoring;
using NpsRealtime.Scoring.Responses;
using NpsRealtime.Storage.Postgres;
using NpsRealtime.Testing;

namespace NpsRealtime.Grains.Tests.Faults;

/// <summary>Owners that freeze, and processes that want a store which has an owner.</summary>
public sealed class PostgresTakeoverTests
{
    [SkippableFact]
    public async Task StartPartition_OwnerFrozenInsideItsTransaction_CutsItOffAfterAWhile()
    {
        await using var world = await FaultWorld.StartAsync();
        await using var store = new PostgresResponseStore(world.Server.ConnectionString, "nps", "faults");
        await store.OpenAsync(CancellationToken.None);
        var writer = await PartitionWriter.StartAsync(store, world.Acme);
        await writer.CommitAsync(Contracts.Requests.Post("a", 9));
        using var frozen = Psql(world.Server, $$"""
            begin; set search_path = nps;
            select fence('{{{world.Acme.Id}}}', '{0}', '{{{writer.State.Activation}}}', '{{{writer.State.Head}}}', '{null}');
            """);
        await UntilAsync(world.Server, "select count(*) from pg_stat_activity where state = 'idle in transaction' and query like '%fence%'");
        Process.Start("kill", ["-STOP", $"{frozen.Id}"]).WaitForExit();

        var began = Stopwatch.GetTimestamp();
        await writer.TakeOverAsync();

        // It would keep the row for ever: its session has no time limit.
        Stopwatch.GetElapsedTime(began).ShouldBeGreaterThan(TimeSpan.FromSeconds(0.2));
        (await writer.CommitAsync(Contracts.Requests.Post("b", 9))).ShouldBe([ResponseStatus.Accepted]);
        Process.Start("kill", ["-CONT", $"{frozen.Id}"]).WaitForExit();
        await frozen.StandardInput.WriteLineAsync("commit;");
        frozen.StandardInput.Close();
        await frozen.WaitForExitAsync();
        writer.State.Head.ShouldBe((await store.LookAsync(writer.Address, wait: true, CancellationToken.None)).Head);
        await world.ShouldBeSoundAsync(2);
    }

    [SkippableFact]
    public async Task Open_StoreHasAnOwner_IsRefusedInOneSentenceUntilItIsFree()
    {
        await using var world = await FaultWorld.StartAsync();
        await using var alone = new PostgresResponseStore(world.Server.ConnectionString);
        await using var otherCluster = new PostgresResponseStore(world.Server.ConnectionString, "nps", "other");
        await using var member = new PostgresResponseStore(world.Server.ConnectionString, "nps", "faults");

        var refused = await Should.ThrowAsync<StartupException>(() => alone.OpenAsync(CancellationToken.None));
        refused.Message.ShouldContain("in use by another server");
        await Should.ThrowAsync<StartupException>(() => otherCluster.OpenAsync(CancellationToken.None));
        await member.OpenAsync(CancellationToken.None);
        await using var anotherSchema = new PostgresResponseStore(world.Server.ConnectionString, "nps_two");
        await anotherSchema.OpenAsync(CancellationToken.None);
    }

    [SkippableFact]
    public async Task Open_SchemaNewerThanTheProgram_IsRefused()
    {
        await using var world = await FaultWorld.StartAsync();
        await using (var store = new PostgresResponseStore(world.Server.ConnectionString, "newer"))
            await store.OpenAsync(CancellationToken.None);
        await world.Server.ExecuteAsync("nps", "insert into newer.schema_scripts (number, name) values (9999, 'from the future')");
        await using var older = new PostgresResponseStore(world.Server.ConnectionString, "newer");

        var refused = await Should.ThrowAsync<StartupException>(() => older.OpenAsync(CancellationToken.None));

        refused.Message.ShouldContain("9999");
    }

    [SkippableTheory]
    [InlineData("Host=127.0.0.1;Port=1;Database=nps;Username=nps")]
    [InlineData("Host=127.0.0.1;Port={0};Database=missing;Username=nps")]
    [InlineData("Host=127.0.0.1;Port={0};Database=nps;Username=nobody-here")]
    public async Task Open_DatabaseCannotBeUsed_SaysWhatToDo(string connectionString)
    {
        Skip.IfNot(PostgresServer.IsInstalled, PostgresServer.Missing);
        await using var server = await PostgresServer.StartAsync("fsync = off");
        await using var store = new PostgresResponseStore(connectionString.Replace("{0}", $"{server.Port}", StringComparison.Ordinal));

        var refused = await Should.ThrowAsync<StartupException>(() => store.OpenAsync(CancellationToken.None));

        refused.Message.ShouldContain("Check that");
    }

    [Theory]
    [InlineData("Hots=localhost", "nps")]
    [InlineData("Host=localhost", "Nps")]
    [InlineData("Host=localhost", "a123456789a123456789a123456789a123456789a123456789abcdef")]
    [InlineData("Host=localhost", "x\"; drop schema public")]
    public void New_MalformedOption_IsRefused(string connectionString, string schema) =>
        Should.Throw<StartupException>(() => new PostgresResponseStore(connectionString, schema));

    private static Process Psql(PostgresServer server, string statements)
    {
        var start = new ProcessStartInfo("psql", ["-X", "-q", "-h", "127.0.0.1", "-p", $"{server.Port}", "-U", "nps", "nps"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        var process = Process.Start(start)!;
        process.StandardInput.WriteLine(statements);
        process.StandardInput.Flush();
        return process;
    }

    private static async Task UntilAsync(PostgresServer server, string count)
    {
        for (var attempt = 0; await server.ExecuteAsync("nps", count) == "0"; attempt++)
        {
            attempt.ShouldBeLessThan(1_200, "The owner did not get into its transaction.");
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        }
    }
}
