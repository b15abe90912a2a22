using NpsRealtime.Contracts;
using NpsRealtime.Simulation;
using NpsRealtime.Testing;
using Xunit.Abstractions;

namespace NpsRealtime.Cli.Tests;

/// <summary>A server that is killed in the middle of an import, at random points. NPS_TEST_LONG=1 runs many more rounds.</summary>
public sealed class KillTests(ITestOutputHelper output)
{
    private const int Rows = 30_000;

    private static int Rounds => LongRun.IsAsked ? 20 : 3;

    [Fact]
    public async Task Import_ServerKilledInTheMiddle_ImportedAgainIsExact()
    {
        var seed = (ulong)Seeded.Draw(output.WriteLine);
        var random = new SeededRandom(seed);
        using var folder = new TempFolder();
        var bank = BankCsv.Make(Rows, seed);
        var file = folder.Write("bank.csv", bank.ToString());
        for (var round = 0; round < Rounds; round++)
            await RoundAsync(folder.PathOf($"round{round}.db"), file, bank, random);
    }

    [Fact]
    public async Task Import_ServerKilledAndStarted_GoesOnByItself()
    {
        using var folder = new TempFolder();
        var bank = BankCsv.Make(Rows, seed: 5);
        var file = folder.Write("bank.csv", bank.ToString());
        var port = NpsProcess.FreePort();
        NpsProcess? second = null;
        await using var first = await NpsProcess.StartAsync(folder.PathOf("nps.db"), port);
        try
        {
            using var import = Nps.Start(ImportArgs(file, first));
            var summary = import.StandardOutput.ReadToEndAsync();
            await SomethingCommittedAsync(first);
            await first.KillAsync();
            second = await NpsProcess.StartAsync(folder.PathOf("nps.db"), port);
            await import.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(2));

            output.WriteLine(await summary);
            import.ExitCode.ShouldBe(0, await summary);
            await ShouldBeExactAsync(second, bank);
        }
        finally
        {
            if (second is not null)
                await second.DisposeAsync();
        }
    }

    private async Task RoundAsync(string database, string file, BankCsv bank, SeededRandom random)
    {
        var port = NpsProcess.FreePort();
        await using (var first = await NpsProcess.StartAsync(database, port))
        {
            using var import = Nps.Start([.. ImportArgs(file, first), "--retry-for", "1s"]);
            await SomethingCommittedAsync(first);
            await Task.Delay(TimeSpan.FromMilliseconds(random.NextInt32(600)), TimeProvider.System);
            await first.KillAsync();
            import.Kill();
            await import.WaitForExitAsync();
        }

        await using var second = await NpsProcess.StartAsync(database, port);
        var before = (await Snapshots.CountsAsync(second.Http, "bank", "tenant")).Sum();
        output.WriteLine($"killed with {before} of {Rows} committed");
        await ShouldBeCleanAsync(second);
        var again = await Nps.ReadJsonAsync(ImportArgs(file, second));
        again.GetProperty("duplicates").GetInt64().ShouldBe(before);
        await ShouldBeExactAsync(second, bank);
    }

    private static string[] ImportArgs(string file, NpsProcess server) =>
        ["import", file, "--tenant", "bank", "--server", server.Address.ToString(), .. BankCsv.Columns];

    private static async Task SomethingCommittedAsync(NpsProcess server)
    {
        for (var attempt = 0; attempt < 2_000; attempt++)
        {
            using var answer = await server.Http.GetAsync("/v1/tenants/bank/scores/tenant?window=all");
            if (answer.IsSuccessStatusCode && !(await answer.Content.ReadAsStringAsync()).Contains("\"total\":0,", StringComparison.Ordinal))
                return;
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
        }

        throw new TimeoutException("Nothing was committed.");
    }

    private static async Task ShouldBeExactAsync(NpsProcess server, BankCsv bank)
    {
        await Snapshots.ShouldSettleAsync(server.Http, "bank", "tenant", bank.ByScore);
        foreach (var (market, counts) in bank.ByMarket)
            await Snapshots.ShouldSettleAsync(server.Http, "bank", "segment/market/" + market, counts);
        await ShouldBeCleanAsync(server);
    }

    private static async Task ShouldBeCleanAsync(NpsProcess server)
    {
        var recount = await Nps.RunAsync("recount", "--server", server.Address.ToString());
        recount.ExitCode.ShouldBe(0, recount.Output + recount.Error);
        recount.Output.ShouldContain(": clean");
    }
}
