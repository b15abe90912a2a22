using System.Diagnostics;
using System.Globalization;
using System.Text;
using NpsRealtime.Testing;

namespace NpsRealtime.Cluster.Tests.Support;

/// <summary>A node of a cluster as a process of its own, for tests that kill it, freeze it, or ask it to stop.</summary>
internal sealed class SiloProcess : IAsyncDisposable
{
    // A cluster's test is understood from what every node said and when; it is kept where the tests were built.
    private static readonly string Logs = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "node-logs")).FullName;

    private const int SupervisedMax = 5;

    private readonly StringBuilder _output = new();
    private readonly string[] _args;
    private readonly string _log;
    private readonly string? _network;
    private readonly IReadOnlyDictionary<string, string> _environment;
    private string _program = OwnProgram;
    private Process _process;
    private volatile int _disturbances;
    private volatile bool _isFrozen;

    private SiloProcess(Uri address, string[] args, string? program, string? network, IReadOnlyDictionary<string, string>? environment)
    {
        _environment = environment ?? new Dictionary<string, string>(StringComparer.Ordinal);
        _program = program ?? _program;
        _network = network;
        Address = address;
        _args = args;
        _log = Path.Combine(Logs, $"{Environment.ProcessId}-{address.Port}.log");
        _process = Launch();
    }

    /// <summary>This build's program.</summary>
    public static string OwnProgram => Path.Combine(AppContext.BaseDirectory, "NpsRealtime.Server.dll");

    /// <summary>The number of its process.</summary>
    public int Id => _process.Id;

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

    /// <summary>Where everything that it prints is kept.</summary>
    public string LogPath => _log;

    /// <summary>Grows whenever the node is killed, stopped or frozen; whoever waits for its answer over that can't blame the cluster.</summary>
    public int Disturbances => _disturbances;

    /// <summary>Whether it is frozen now.</summary>
    public bool IsFrozen => _isFrozen;

    /// <summary>Whether the proxy in front would send requests here; a test that stops a node in good order says so first.</summary>
    public bool IsServing { get; set; } = true;

    /// <summary>Starts a node with ports of its own, without waiting for it.</summary>
    public static SiloProcess Start(params string[] args) => StartFrom(program: null, network: null, environment: null, args);

    /// <summary>Starts a node that finds its ports for other nodes by itself.</summary>
    public static SiloProcess StartWithUsualPorts(params string[] args) =>
        new(new Uri($"http://127.0.0.1:{Port()}"), args, program: null, network: null, environment: null);

    /// <summary>Starts a node from another build, in a network namespace of its own, or with more in its environment.</summary>
    public static SiloProcess StartFrom(
        string? program, string? network, IReadOnlyDictionary<string, string>? environment, params string[] args)
    {
        string[] own = ["--Orleans:SiloPort", Port(), "--Orleans:GatewayPort", Port(), "--Logging:LogLevel:Default", "Warning"];
        return new SiloProcess(new Uri($"http://127.0.0.1:{Port()}"), [.. own, .. args], program, network, environment);
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

    /// <summary>Whether it can serve now.</summary>
    public async Task<bool> IsReadyAsync()
    {
        using var http = new HttpClient { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(5) };
        using var answer = await http.GetAsync("/health/ready");
        return answer.IsSuccessStatusCode;
    }

    /// <summary>The same of a node that may not listen, or may have ended.</summary>
    public async Task<bool> TryIsReadyAsync()
    {
        try
        {
            return await IsReadyAsync();
        }
        catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }

    /// <summary>SIGKILL: no chance to tidy up.</summary>
    public async Task KillAsync()
    {
        Disturb("killed");
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>SIGTERM, and waits for the end. Returns the exit code.</summary>
    public async Task<int> StopAsync(int seconds = 40)
    {
        Disturb("asked to stop");
        Signal("TERM");
        await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(seconds));
        return _process.ExitCode;
    }

    /// <summary>Waits for the node to end by itself and returns its exit code.</summary>
    public async Task<int> ExitAsync(int seconds = 60)
    {
        await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(seconds));
        return _process.ExitCode;
    }

    /// <summary>SIGSTOP: it holds everything it has, and answers nobody.</summary>
    public void Freeze()
    {
        Disturb("frozen");
        _isFrozen = true;
        Signal("STOP");
    }

    /// <summary>SIGCONT: it goes on as if nothing had been.</summary>
    public void Thaw()
    {
        Disturb("thawed");
        Signal("CONT");
        _isFrozen = false;
    }

    /// <summary>Whether the process has ended.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>Starts the node again at the same ports, without waiting for it; from another build, if that is named.</summary>
    public void StartAgain(string? program = null)
    {
        _program = program ?? _program;
        _process.Dispose();
        _process = Launch();
    }

    /// <summary>
    /// Waits until the node serves, and starts it again whenever it has ended, as its supervisor would: on a machine so busy that it misses
    /// its probes, the others declare it dead, and it ends. Returns how often that was.
    /// </summary>
    public async Task<int> SuperviseAsync()
    {
        for (var ended = 0; ended < SupervisedMax; ended++)
        {
            try
            {
                await ReadyAsync();
                return ended;
            }
            catch (InvalidOperationException) when (HasExited)
            {
                StartAgain();
            }
        }

        throw new TimeoutException($"The node ended {SupervisedMax} times: {LogPath}");
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            await KillAsync();
        _process.Dispose();
    }

    private Process Launch()
    {
        string[] own = [_program, "--open", "--urls", Address.GetLeftPart(UriPartial.Authority)];
        string[] command = _network is null ? ["dotnet", .. own, .. _args] : ["ip", "netns", "exec", _network, "dotnet", .. own, .. _args];
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        Note("The test starts the node.");

        // Several nodes share the test machine; each would otherwise take a heap per core.
        start.Environment["DOTNET_gcServer"] = "0";
        foreach (var (name, value) in _environment)
            start.Environment[name] = value;
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

    private void Disturb(string how)
    {
        Interlocked.Increment(ref _disturbances);
        Note($"The node is {how} by the test.");
    }

    private void Note(string? line)
    {
        if (line is null)
            return;
        lock (_output)
        {
            _output.AppendLine(line);
            File.AppendAllText(_log, string.Create(CultureInfo.InvariantCulture, $"{TimeProvider.System.GetUtcNow():HH:mm:ss.fff} {line}\n"));
        }
    }

    private static string Port() => NpsProcess.FreePort().ToString(CultureInfo.InvariantCulture);
}
