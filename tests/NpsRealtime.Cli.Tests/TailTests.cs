using System.Text.Json;
using NpsRealtime.Testing;

namespace NpsRealtime.Cli.Tests;

public sealed class TailTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Tail_Json_ShowsAPostedResponseAndSurvivesARestart()
    {
        await using var app = await NpsApp.StartAsync();
        await app.PutTenantAsync("t");
        using var tail = Nps.Start("tail", "--tenant", "t", "--score", "channel/web@1h", "--json", "--server", app.Address.ToString());
        try
        {
            (await TotalAsync(tail, 0)).ShouldBe("channel/web");
            await app.AcceptAsync("t", 9);
            await TotalAsync(tail, 1);

            await app.StopAsync();
            await app.RestartAsync();
            await app.AcceptAsync("t", 3);
            await TotalAsync(tail, 2);
        }
        finally
        {
            tail.Kill();
            await tail.WaitForExitAsync();
        }
    }

    [Fact]
    public async Task Tail_Count_EndsAfterThatManyChanges()
    {
        await using var app = await NpsApp.StartAsync();
        await app.PutTenantAsync("t");
        await app.AcceptAsync("t", 9);

        var run = await Nps.RunAsync("tail", "--tenant", "t", "--count", "2", "--server", app.Address.ToString());

        run.ExitCode.ShouldBe(0);
        var lines = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines.Length.ShouldBe(2);
        lines.ShouldContain(line => line.Contains("tenant@24h  NPS +100.00", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Tail_MoreScoresThanMayBeWatched_SaysHowManyAreLeftOutAndByWhichOption()
    {
        await using var app = await NpsApp.StartAsync("--Scoring:ChannelsMax", "2", "--Scoring:TouchpointsMax", "2", "--Web:ScoresPerViewerMax", "7");
        await app.PutTenantAsync("t");
        for (var index = 0; index < 3; index++)
            await app.AcceptAsync("t", 9, channel: $"c{index}", touchpoint: $"t{index}");

        using var tail = Nps.Start(
            "tail", "--tenant", "t", "--score", "channel/*@24h", "--score", "touchpoint/*@24h", "--score", "touchpoint/*@7d", "--server", app.Address.ToString());
        try
        {
            (await tail.StandardError.ReadLineAsync().WaitAsync(Patience)).ShouldBe("nps: 2 scores that need less attention are left out: Web:ScoresPerViewerMax is 7.");
        }
        finally
        {
            tail.Kill();
            await tail.WaitForExitAsync();
        }
    }

    /// <summary>Reads snapshots until one has that total; returns its key.</summary>
    private static async Task<string> TotalAsync(System.Diagnostics.Process tail, long total)
    {
        while (true)
        {
            var line = await tail.StandardOutput.ReadLineAsync().WaitAsync(Patience) ?? throw new EndOfStreamException(await tail.StandardError.ReadToEndAsync());
            var snapshot = JsonSerializer.Deserialize<JsonElement>(line);
            if (snapshot.GetProperty("counts").GetProperty("total").GetInt64() == total)
                return snapshot.GetProperty("key").GetString()!;
        }
    }
}
