using System.Diagnostics;
using System.Globalization;
using System.Text;
using NpsRealtime.Testing;

namespace NpsRealtime.Silo.Tests.Support;

/// <summary>A node of a cluster as a process of its own, for tests that kill it, freeze it, or ask it to stop.</summary>
internal sealed class SiloProcess : IAsyncDisposable
{
    private readonly StringBuilder _output = new();
    private readonly string[] _args;
    private Process _process;

    private SiloProcess(Uri address, string[] args)
    {
        Address = address;
        _args = args;
        _process = Launch();
    }

    /// <summary>Where the node listens, before and after a restart.</summary>
    public Uri Address { get; }

    /// <summary>Everything that it has printed, over all its lives.</summary>
    public string Output
    {
        get
        {
            lock (_output)
                return _output.ToString();
        }
    }

    /// <summary>Starts a node with ports of its own, without waiting for it.</summary>
    public static SiloProcess Start(params string[] args)
    {
        string[] own = ["--Orleans:SiloPort", Port(), "--Orleans:GatewayPort", Port(), "--Logging:LogLevel:Default", "Warning"];
        return new SiloProcess(new Uri($"http://127.0.0.1:{Port()}"), [.. own, .. args]);
    }

    /// <summary>Waits until the node can serve.</summary>
    public async Task ReadyAsync(int seconds = 90)
    {
        using var http = new HttpClient { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(5) };
        for (var attempt = 0; attempt < seconds * 10; attempt++)
        {
            if (_process.HasExited)
                throw new InvalidOperationException("The node has ended: " + Output);
            try
            {
                using var answer = await http.GetAsync("/health/ready");
                if (answer.IsSuccessStatusCode)
                    return;
            }
            catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException)
            {
                // It does not listen yet.
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        }

        throw new TimeoutException($"The node was not ready within {seconds} s: {Output}");
    }

    /// <summary>SIGKILL: no chance to tidy up.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>SIGTERM, and waits for the end. Returns the exit code.</summary>
    public async Task<int> StopAsync(int seconds = 40)
    {
        Signal("TERM");
        await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(seconds));
        return _process.ExitCode;
    }

    /// <summary>Waits for the node to end by itself and returns its exit code.</summary>
    public async Task<int> ExitAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
        return _process.ExitCode;
    }

    /// <summary>SIGSTOP: it holds everything it has, and answers nobody.</summary>
    public void Freeze() => Signal("STOP");

    /// <summary>SIGCONT: it goes on as if nothing had been.</summary>
    public void Thaw() => Signal("CONT");

    /// <summary>Whether the process has ended.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>Starts the node again at the same ports, without waiting for it.</summary>
    public void StartAgain()
    {
        _process.Dispose();
        _process = Launch();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            await KillAsync();
        _process.Dispose();
    }

    private Process Launch()
    {
        string[] own = [Path.Combine(AppContext.BaseDirectory, "NpsRealtime.Silo.dll"), "--open", "--urls", Address.GetLeftPart(UriPartial.Authority)];
        var start = new ProcessStartInfo("dotnet", own.Concat(_args))
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // Several nodes share the test machine; each would otherwise take a heap per core.
        start.Environment["DOTNET_gcServer"] = "0";
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, line) => Note(line.Data);
        process.ErrorDataReceived += (_, line) => Note(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private void Signal(string name)
    {
        using var kill = Process.Start("kill", ["-" + name, _process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    private void Note(string? line)
    {
        lock (_output)
            _output.AppendLine(line);
    }

    private static string Port() => NpsProcess.FreePort().ToString(CultureInfo.InvariantCulture);
}
