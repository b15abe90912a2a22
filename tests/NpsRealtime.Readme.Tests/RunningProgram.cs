using System.Diagnostics;
using System.Text;

namespace NpsRealtime.Readme.Tests;

/// <summary>A program under way and what it has printed. Disposing stops it and whatever it started.</summary>
public sealed class RunningProgram : IAsyncDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _output = new();

    private RunningProgram(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Note(line.Data);
        process.ErrorDataReceived += (_, line) => Note(line.Data);
        process.StandardInput.Close();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>Everything printed so far, on either stream.</summary>
    public string Output
    {
        get
        {
            lock (_output)
                return _output.ToString();
        }
    }

    /// <summary>Starts a program in a folder.</summary>
    public static RunningProgram Start(string folder, string program, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // The page's lines send a key; the server that they are tested with is open and takes any.
        start.Environment.TryAdd("NPS_KEY", "not-needed");
        return new RunningProgram(Process.Start(start)!);
    }

    /// <summary>Waits for the end and returns the exit code.</summary>
    public async Task<int> EndAsync(TimeSpan atMost)
    {
        await _process.WaitForExitAsync().WaitAsync(atMost);
        return _process.ExitCode;
    }

    /// <summary>Waits until <paramref name="isThere"/> holds of what was printed; fails when the program ends before or time runs out.</summary>
    public async Task PrintsAsync(Func<string, bool> isThere, TimeSpan atMost)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!isThere(Output))
        {
            if (_process.HasExited)
            {
                await _process.WaitForExitAsync();
                if (isThere(Output))
                    return;
                throw new InvalidOperationException($"It ended with code {_process.ExitCode} before it printed what it should:\n{Output}");
            }

            if (TimeProvider.System.GetElapsedTime(started) > atMost)
                throw new TimeoutException($"It did not print what it should within {atMost.TotalSeconds} s:\n{Output}");
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private void Note(string? line)
    {
        lock (_output)
            _output.AppendLine(line);
    }
}
