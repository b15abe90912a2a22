using System.Collections.Concurrent;
using System.Diagnostics;

namespace NpsRealtime.Storage.Tests.Sqlite;

/// <summary>This assembly's <see cref="Program"/> as a process of its own.</summary>
internal sealed class CommittingProcess : IDisposable
{
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly Process _process;

    /// <param name="path">The database file.</param>
    /// <param name="fileKilobytesMax">How large a file the process may write; null for no bound.</param>
    public CommittingProcess(string path, int? fileKilobytesMax = null)
    {
        var program = typeof(Program).Assembly.Location;

        // A process that ignores the signal gets an error from a write that goes too far, which is what a full disk looks like.
        var start = fileKilobytesMax is { } most
            ? new ProcessStartInfo("bash", ["-c", $"trap '' XFSZ; ulimit -S -f {most}; exec dotnet \"$0\" \"$1\"", program, path])
            : new ProcessStartInfo("dotnet", [program, path]);
        start.RedirectStandardOutput = true;
        start.RedirectStandardInput = true;
        start.Environment["DOTNET_EnableWriteXorExecute"] = "0"; // It needs a large file in memory, which the bound would refuse.
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => _lines.Enqueue(line.Data ?? "ended");
        _process.BeginOutputReadLine();
    }

    public int Id => _process.Id;

    /// <summary>How many commits it has told of.</summary>
    public int Committed => _lines.Count(line => line.StartsWith("committed", StringComparison.Ordinal));

    /// <summary>Waits for a line that begins like this, and returns it.</summary>
    public async Task<string> SaysAsync(string beginning, int skip = 0)
    {
        for (var attempt = 0; attempt < 1_200; attempt++)
        {
            if (_lines.Where(line => line.StartsWith(beginning, StringComparison.Ordinal)).Skip(skip).FirstOrDefault() is { } said)
                return said;
            if (_process.HasExited && attempt > 100)
                break;
            await Task.Delay(TimeSpan.FromMilliseconds(25), TimeProvider.System);
        }

        throw new TimeoutException($"The process did not say '{beginning}' but: {string.Join(" | ", _lines.TakeLast(5))}");
    }

    /// <summary>Tells it to go on after a failure.</summary>
    public void GoOn() => _process.StandardInput.WriteLine();

    /// <summary>SIGKILL.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }
}
