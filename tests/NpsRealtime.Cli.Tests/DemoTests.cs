using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using NpsRealtime.Testing;

namespace NpsRealtime.Cli.Tests;

/// <summary>The server's <c>--demo</c>, which shows the same simulation.</summary>
public sealed class DemoTests
{
    [SkippableFact]
    public async Task Demo_ShowsABoardThatMovesAndLeavesNothingBehind()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "asks Linux which files the server holds, and stops it by a signal");
        using var folder = new TempFolder();
        var real = folder.PathOf("real.db");
        await using var server = await NpsProcess.StartAsync(real, null, "--demo", "--Demo:HistoryDays", "2");

        (await EventuallyAsync(() => Task.FromResult(server.Output.Contains($"{server.Address}t/demo", StringComparison.Ordinal)))).ShouldBeTrue(server.Output);
        (await EventuallyAsync(async () => await TotalAsync(server) > 1_000)).ShouldBeTrue();
        var before = await TotalAsync(server);
        (await EventuallyAsync(async () => await TotalAsync(server) > before)).ShouldBeTrue();
        (await server.Http.GetStringAsync("/v1/tenants/demo/compare/touchpoint/delivery?window=campaign/faster-delivery")).ShouldContain("\"difference\"");
        (await server.Http.GetStringAsync("/v1/tenants/demo/boards/lobby")).ShouldContain("faster-delivery");
        (await server.Http.GetStringAsync("/v1/tenants/demo/annotations")).ShouldContain("carrier");
        File.Exists(real).ShouldBeFalse("a demo never touches the database that is configured");

        var demoFolder = OpenFiles(server.Id).Select(path => Regex.Match(path, "^.*/nps-demo-[^/]*").Value).First(path => path.Length > 0);
        Directory.Exists(demoFolder).ShouldBeTrue();
        using (var kill = Process.Start("kill", ["-TERM", server.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]))
            await kill.WaitForExitAsync();
        (await server.ExitAsync()).ShouldBe(0, server.Output);
        Directory.Exists(demoFolder).ShouldBeFalse();
    }

    private static IEnumerable<string> OpenFiles(int process) =>
        Directory.EnumerateFiles($"/proc/{process}/fd").Select(path => new FileInfo(path).LinkTarget ?? "");

    private static async Task<long> TotalAsync(NpsProcess server)
    {
        using var answer = await server.Http.GetAsync("/v1/tenants/demo/scores/tenant?window=7d");
        if (!answer.IsSuccessStatusCode)
            return 0;
        var snapshot = JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync());
        return snapshot.GetProperty("counts").GetProperty("total").GetInt64();
    }

    private static async Task<bool> EventuallyAsync(Func<Task<bool>> condition)
    {
        for (var attempt = 0; attempt < 300; attempt++)
        {
            if (await condition())
                return true;
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        }

        return false;
    }
}
