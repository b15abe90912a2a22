using System.Diagnostics;

namespace NpsRealtime.Cluster.Tests.Support;

/// <summary>The command line program <c>nps</c>, as an operator runs it.</summary>
internal static class CommandLine
{
    /// <summary>Runs it to its end and returns its exit code and all that it printed.</summary>
    public static async Task<(int Code, string Text)> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "nps.dll"), .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var text = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, text + await error);
    }
}
