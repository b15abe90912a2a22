using System.Diagnostics;
using System.Text.Json;

namespace NpsRealtime.Cli.Tests;

/// <summary>The real <c>nps</c> as a process, its output piped as in a script.</summary>
internal static class Nps
{
    private static readonly TimeSpan RunMax = TimeSpan.FromMinutes(3);

    /// <summary>Runs a command to its end.</summary>
    public static Task<NpsRun> RunAsync(params string[] args) => RunWithAsync(key: null, args);

    /// <summary>Runs a command to its end, with a key in its environment.</summary>
    public static async Task<NpsRun> RunWithAsync(string? key, params string[] args)
    {
        using var process = StartWith(key, args);
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        using var patience = new CancellationTokenSource(RunMax, TimeProvider.System);
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException late)
        {
            process.Kill();
            throw new TimeoutException($"nps {string.Join(' ', args)} did not end: {await output} {await error}", late);
        }

        return new NpsRun(process.ExitCode, await output, await error);
    }

    /// <summary>Runs a command with <c>--json</c>, wants it to succeed, and reads what it wrote.</summary>
    public static async Task<JsonElement> ReadJsonAsync(params string[] args)
    {
        var run = await RunAsync([.. args, "--json"]);
        run.ExitCode.ShouldBe(0, run.Error + run.Output);
        return JsonSerializer.Deserialize<JsonElement>(run.Output);
    }

    /// <summary>Starts a command; the caller waits for it.</summary>
    public static Process Start(params string[] args) => StartWith(key: null, args);

    private static Process StartWith(string? key, string[] args)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "nps.dll"), .. args])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["NPS_KEY"] = key;
        return Process.Start(start)!;
    }
}
