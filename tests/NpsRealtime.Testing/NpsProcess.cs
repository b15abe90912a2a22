using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace NpsRealtime.Testing;

/// <summary>The server as a process of its own, for tests that kill it, or that look at what it prints and how it exits.
/// It is open unless <c>--Access:Open=false</c> makes it ask for a key.</summary>
public sealed class NpsProcess : IAsyncDisposable
{
    private static readonly TimeSpan ReadyMax = TimeSpan.FromSeconds(30);
    // What prints without end is noticed by its length; the test is not to end for want of memory.
    private const int OutputMax = 64 << 20;

    private static int _ports = -1;

    private readonly StringBuilder _output = new();
    private readonly Process _process;

    private NpsProcess(Uri address, Process process)
    {
        Address = address;
        _process = process;
        Http = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromMinutes(5) };
        _process.OutputDataReceived += (_, line) => Note(line.Data);
        _process.ErrorDataReceived += (_, line) => Note(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Where the server listens.</summary>
    public Uri Address { get; }

    /// <summary>A client of that address.</summary>
    public HttpClient Http { get; }

    /// <summary>The process's number.</summary>
    public int Id => _process.Id;

    /// <summary>Everything that it has printed.</summary>
    public string Output
    {
        get
        {
            lock (_output)
                return _output.ToString();
        }
    }

    /// <summary>A port of the loopback interface that was free a moment ago.</summary>
    /// <remarks>
    /// Not one that the system would give to whoever asks for any, since a node takes seconds to listen; and not one that this process, or
    /// one started shortly before or after it, was told before. Two silos that were told the same port took each other for a former self.
    /// </remarks>
    public static int FreePort()
    {
        const int PortsEach = 220;
        const int Processes = 100;
        const int First = 10_000;
        for (var attempt = 0; attempt < PortsEach; attempt++)
        {
            var port = First + (Environment.ProcessId % Processes * PortsEach) + (int)((uint)Interlocked.Increment(ref _ports) % PortsEach);
            using var listener = new TcpListener(IPAddress.Loopback, port);
            try
            {
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Somebody has it.
            }
        }

        throw new InvalidOperationException($"None of {PortsEach} ports is free.");
    }

    /// <summary>Starts the server on a database and waits until it answers.</summary>
    public static async Task<NpsProcess> StartAsync(string databasePath, int? port = null, params string[] args)
    {
        var started = Launch(databasePath, port ?? FreePort(), args);
        await started.ReadyAsync();
        return started;
    }

    /// <summary>Waits until the server can serve.</summary>
    public async Task ReadyAsync(int milliseconds = 50)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(began) < ReadyMax)
        {
            if (_process.HasExited)
                throw new InvalidOperationException("The server did not start: " + Output);
            try
            {
                using var answer = await Http.GetAsync("/health/ready");
                if (answer.IsSuccessStatusCode)
                    return;
            }
            catch (HttpRequestException)
            {
                // It does not listen yet.
            }

            await Task.Delay(TimeSpan.FromMilliseconds(milliseconds), TimeProvider.System);
        }

        throw new TimeoutException($"The server did not answer within {ReadyMax.TotalSeconds} s: {Output}");
    }

    /// <summary>Starts the server without waiting for it.</summary>
    public static NpsProcess Launch(string databasePath, int port, params string[] args) => LaunchFrom(ServerPath, databasePath, port, args);

    /// <summary>Starts another build's program without waiting for it.</summary>
    public static NpsProcess LaunchFrom(string program, string databasePath, int port, params string[] args)
    {
        var address = new Uri($"http://127.0.0.1:{port}");
        string[] own = [program, "--open", "--urls", address.GetLeftPart(UriPartial.Authority), "--Store:Sqlite", databasePath];
        var start = new ProcessStartInfo("dotnet", own.Concat(args)) 
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        return new NpsProcess(address, Process.Start(start)!);
    }

    /// <summary>SIGKILL: no chance to tidy up.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>SIGTERM, and waits for the end. Returns the exit code.</summary>
    public async Task<int> StopAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
        return await ExitAsync();
    }

    /// <summary>Waits for the process to end by itself and returns its exit code.</summary>
    public async Task<int> ExitAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            await KillAsync();
        Http.Dispose();
        _process.Dispose();
    }

    /// <summary>This build's program, or the one that <c>NPS_TEST_SERVER</c> names, so that another build can be measured likewise.</summary>
    public static string ServerPath => Environment.GetEnvironmentVariable("NPS_TEST_SERVER") is { Length: > 0 } named
        ? named
        : Path.Combine(AppContext.BaseDirectory, "NpsRealtime.Server.dll");

    private void Note(string? line)
    {
        lock (_output)
        {
            if (_output.Length < OutputMax)
                _output.AppendLine(line);
        }
    }
}
