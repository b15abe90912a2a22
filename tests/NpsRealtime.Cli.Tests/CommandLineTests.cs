using NpsRealtime.Testing;

namespace NpsRealtime.Cli.Tests;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData("imprt")]
    [InlineData("import")]
    [InlineData("recount", "--server", "nonsense")]
    [InlineData("simulate", "--tenant", "t", "--rate", "fast")]
    [InlineData("simulate", "--tenant", "t", "--for", "soon")]
    [InlineData("simulate", "--tenant", "t", "--bad", "Lobby")]
    [InlineData("simulate")]
    [InlineData("import", "there-is-no-such-file.csv", "--tenant", "t")]
    [InlineData("import", "x.csv", "--tenant", "t", "--segment", "region")]
    [InlineData("import", "x.csv", "--tenant", "t", "--time-zone", "Mars/Olympus")]
    public async Task Run_SenselessCommandLine_ExitsWith2AndSaysWhy(params string[] args)
    {
        var run = await Nps.RunAsync(args);

        run.ExitCode.ShouldBe(2);
        run.Error.ShouldStartWith("nps: ");
        run.Error.ShouldNotContain("   at ");
    }

    [Theory]
    [InlineData("recount")]
    [InlineData("tail", "--tenant", "t")]
    [InlineData("export", "--tenant", "t")]
    [InlineData("simulate", "--tenant", "t", "--count", "1")]
    public async Task Run_NoServer_SaysSoInOneSentence(params string[] args)
    {
        var run = await Nps.RunAsync([.. args, "--server", $"http://127.0.0.1:{NpsProcess.FreePort()}"]);

        run.ExitCode.ShouldBe(1);
        run.Error.ShouldContain("No server answers at http://127.0.0.1:");
        run.Error.Trim().ShouldNotContain("\n");
    }

    [Theory]
    [InlineData("recount")]
    [InlineData("tail")]
    [InlineData("export")]
    public async Task Run_UnknownTenant_SaysSoInOneSentence(string command)
    {
        await using var app = await NpsApp.StartAsync();

        var run = await Nps.RunAsync(command, "--tenant", "nobody", "--server", app.Address.ToString());

        run.ExitCode.ShouldBe(1);
        run.Error.ShouldContain("There is no tenant 'nobody'");
        run.Error.Trim().ShouldNotContain("\n");
    }

    [Fact]
    public async Task Run_Piped_WritesNoEscapeCodes()
    {
        await using var app = await NpsApp.StartAsync();
        using var folder = new TempFolder();
        var file = folder.Write("bank.csv", BankCsv.Make(50).ToString() + "1,US,not a date,x,5\n");
        string[] server = ["--server", app.Address.ToString()];
        NpsRun[] runs =
        [
            await Nps.RunAsync("--help"),
            await Nps.RunAsync(["import", file, "--tenant", "t", .. BankCsv.Columns, .. server]),
            await Nps.RunAsync(["simulate", "--tenant", "t", "--count", "5", "--rate", "1000", .. server]),
            await Nps.RunAsync(["tail", "--tenant", "t", "--count", "1", .. server]),
            await Nps.RunAsync(["recount", .. server]),
        ];

        foreach (var run in runs)
            (run.Output + run.Error).ShouldNotContain('\u001b');
        runs[1].Output.ShouldContain("accepted");
    }
}
