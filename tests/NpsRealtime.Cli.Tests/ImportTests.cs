using System.Text.Json;
using NpsRealtime.Testing;

namespace NpsRealtime.Cli.Tests;

public sealed class ImportTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Import_Twice_AddsNothing(bool hasId)
    {
        await using var app = await NpsApp.StartAsync();
        using var folder = new TempFolder();
        var bank = BankCsv.Make(6_000);
        string[] args =
        [
            "import", folder.Write("bank.csv", bank.ToString()), "--tenant", "Bank", "--server", app.Address.ToString(),
            .. BankCsv.Columns, .. hasId ? (string[])["--id", "ID"] : [],
        ];

        var first = await Nps.ReadJsonAsync(args);
        var second = await Nps.ReadJsonAsync(args);

        first.GetProperty("accepted").GetInt64().ShouldBe(6_000);
        first.GetProperty("duplicates").GetInt64().ShouldBe(0);
        second.GetProperty("accepted").GetInt64().ShouldBe(0);
        second.GetProperty("duplicates").GetInt64().ShouldBe(6_000);
        await Snapshots.ShouldSettleAsync(app.Http, "bank", "tenant", bank.ByScore);
        foreach (var (market, counts) in bank.ByMarket)
            await Snapshots.ShouldSettleAsync(app.Http, "bank", "segment/market/" + market, counts);
    }

    [Fact]
    public async Task Import_UnmappedColumns_AreNeitherSentNorPartOfTheId()
    {
        await using var app = await NpsApp.StartAsync();
        using var folder = new TempFolder();
        var before = folder.Write("before.csv", "score,channel,touchpoint,Name\n9,web,checkout,Ada\n9,web,checkout,Grace\n");
        var after = folder.Write("after.csv", "Extra,touchpoint,channel,score,Name\n1,checkout,web,9,Somebody\n2,checkout,web,9,Else\n");
        string[] server = ["--tenant", "t", "--server", app.Address.ToString()];

        await Nps.ReadJsonAsync(["import", before, .. server]);
        var again = await Nps.ReadJsonAsync(["import", after, .. server]);

        again.GetProperty("duplicates").GetInt64().ShouldBe(2);
        (await app.Http.GetStringAsync("/v1/tenants/t/export")).ShouldNotContain("Ada");
    }

    [Fact]
    public async Task Import_UnknownColumn_ListsTheColumnsAndMakesNoTenant()
    {
        await using var app = await NpsApp.StartAsync();
        using var folder = new TempFolder();
        var file = folder.Write("bank.csv", BankCsv.Make(3).ToString());

        var run = await Nps.RunAsync(
            "import", file, "--tenant", "bank", "--server", app.Address.ToString(), "--score", "Nps score", "--channel", "=x", "--touchpoint", "=y");

        run.ExitCode.ShouldBe(2);
        run.Error.ShouldContain("There is no column 'Nps score'; the columns are: ID, Market, Survey date, Customer Name, NPS.");
        (await app.GetAsync("/v1/tenants")).GetProperty("tenants").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task Import_FaultyRows_AreListedWithTheirLinesAndTheRestIsTaken()
    {
        await using var app = await NpsApp.StartAsync();
        using var folder = new TempFolder();
        var file = folder.Write("mixed.csv", """
            score,channel,touchpoint,at,comment
            9,web,checkout,2026-01-01,"two
            lines"
            11,web,checkout,2026-01-01,too high
            9,a/b,checkout,2026-01-01,slash
            9.0,web,checkout,2026-01-01T10:00:00+02:00,as spreadsheets write it
            9,web,checkout,01.02.2026,another form
            9,web
            9,web,checkout,2026-01-02,stray"quote
            9,,checkout,2026-01-03,no channel
            """);
        var refused = folder.PathOf("refused.ndjson");
        string[] args = ["import", file, "--tenant", "t", "--at", "at", "--comment", "comment", "--server", app.Address.ToString()];

        var run = await Nps.RunAsync([.. args, "--json", "--refused", refused]);

        run.ExitCode.ShouldBe(1);
        var summary = JsonSerializer.Deserialize<JsonElement>(run.Output);
        summary.GetProperty("accepted").GetInt64().ShouldBe(2);
        summary.GetProperty("rejected").GetInt64().ShouldBe(6);
        var lines = summary.GetProperty("refused").EnumerateArray().Select(line => line.GetProperty("line").GetInt64()).ToArray();
        lines.ShouldBe([4, 5, 7, 8, 9, 10]);
        (await File.ReadAllLinesAsync(refused)).Length.ShouldBe(6);
        run.Output.ShouldNotContain("too high");

        var shown = await Nps.RunAsync(args);
        shown.ExitCode.ShouldBe(1);
        shown.Output.ShouldContain("The score is not a whole number from 0 to 10.");
    }

    [Fact]
    public async Task Import_MoreFaultsThanTheServerListsAtOnce_ListsThemAll()
    {
        await using var app = await NpsApp.StartAsync();
        using var folder = new TempFolder();
        var lines = Enumerable.Range(0, 6_000).Select(row => $$"""{"id":"r{{row}}","score":{{(row % 2 == 0 ? 9 : 77)}},"channel":"web","touchpoint":"x"}""");
        var file = folder.Write("many.ndjson", string.Join("\r\n", lines));

        var run = await Nps.RunAsync("import", file, "--tenant", "t", "--json", "--server", app.Address.ToString());

        run.ExitCode.ShouldBe(1);
        var summary = JsonSerializer.Deserialize<JsonElement>(run.Output);
        summary.GetProperty("accepted").GetInt64().ShouldBe(3_000);
        summary.GetProperty("refused").EnumerateArray().Select(line => line.GetProperty("line").GetInt32())
            .ShouldBe(Enumerable.Range(0, 3_000).Select(odd => (2 * odd) + 2));
    }

    [Fact]
    public async Task Import_DateWithoutTime_LandsOnTheTenantsLocalDay()
    {
        await using var app = await NpsApp.StartAsync();
        using var folder = new TempFolder();

        // In Beirut the clocks skip midnight of 27 March 2022: that day begins at one o'clock.
        var file = folder.Write("days.csv", "score,channel,touchpoint,day\n0,web,x,26/03/22\n5,web,x,27/03/22\n10,web,x,28/03/22\n");
        string[] args = ["import", file, "--tenant", "t", "--at", "day", "--date-format", "dd/MM/yy", "--time-zone", "Asia/Beirut"];

        await Nps.ReadJsonAsync([.. args, "--server", app.Address.ToString()]);

        var history = await app.GetAsync("/v1/tenants/t/history/tenant?from=2022-03-25T22:00:00Z&to=2022-03-28T20:00:00Z&step=1d");
        var byDay = history.GetProperty("points").EnumerateArray().Select(point => point.GetProperty("counts").GetProperty("byScore"));
        byDay.Select(scores => Array.FindIndex([.. scores.EnumerateArray()], count => count.GetInt64() == 1)).ShouldBe([0, 5, 10]);
    }

    [Fact]
    public async Task Import_OtherEncodings_AreRefusedWithWhatToDoAndReadWhenNamed()
    {
        await using var app = await NpsApp.StartAsync();
        using var folder = new TempFolder();
        var file = folder.PathOf("latin.csv");
        await File.WriteAllBytesAsync(file, System.Text.Encoding.Latin1.GetBytes("score;channel;touchpoint\n9;Café;Straße\n"));
        string[] args = ["import", file, "--tenant", "t", "--server", app.Address.ToString()];

        var guessed = await Nps.RunAsync(args);
        await Nps.ReadJsonAsync([.. args, "--encoding", "windows-1252"]);

        guessed.ExitCode.ShouldBe(2);
        guessed.Error.ShouldContain("--encoding windows-1252");
        (await Snapshots.CountsAsync(app.Http, "t", "channel/caf%C3%A9")).Sum().ShouldBe(1);
    }

    [SkippableFact]
    public async Task Import_PublicDataSet_GivesThePublishedNumbers()
    {
        var file = FindUpwards("shared/data/bank-nps-2021.csv");
        Skip.If(file is null, "../shared/data/bank-nps-2021.csv is not here");
        await using var app = await NpsApp.StartAsync();
        string[] args = ["import", file!, "--tenant", "bank", "--server", app.Address.ToString(), .. BankCsv.Columns];

        await Nps.ReadJsonAsync(args);
        var second = await Nps.ReadJsonAsync(args);

        second.GetProperty("accepted").GetInt64().ShouldBe(0);
        (await NpsAsync(app, "tenant")).ShouldBe((5_000, 11.80m));
        (await NpsAsync(app, "segment/market/mex")).ShouldBe((1_649, 17.10m));
        (await NpsAsync(app, "segment/market/uk")).ShouldBe((1_720, 8.49m));
        (await NpsAsync(app, "segment/market/us")).ShouldBe((1_631, 9.93m));
        (await app.Http.GetStringAsync("/v1/tenants/bank/export")).ShouldNotContain("Krista");
    }


    private static async Task<(long Total, decimal Nps)> NpsAsync(NpsApp app, string key)
    {
        var snapshot = await app.GetAsync($"/v1/tenants/bank/scores/{key}?window=all");
        return (snapshot.GetProperty("counts").GetProperty("total").GetInt64(), snapshot.GetProperty("nps").GetDecimal());
    }

    private static string? FindUpwards(string path)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, path)))
                return Path.Combine(folder.FullName, path);
        }

        return Environment.GetEnvironmentVariable("NPS_TEST_BANK_CSV");
    }
}
