using System.Diagnostics;
using System.Globalization;
using NpsRealtime.Testing;

namespace NpsRealtime.Benchmarks;

/// <summary>A silo or a gateway as a process.</summary>
internal sealed class ClusterNode : IAsyncDisposable
{
    private readonly Process _process;

    private ClusterNode(Uri address, Process process)
    {
        Address = address;
        _process = process;
        Http = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromMinutes(5) };
    }

    public Uri Address { get; }

    public HttpClient Http { get; }

    /// <summary>The memory that the node has now.</summary>
    public long ResidentBytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <summary>What it has spent since it was started.</summary>
    public TimeSpan CpuTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Starts a node on a schema and waits until it can serve.</summary>
    public static async Task<ClusterNode> StartAsync(PostgresServer server, string schema, string role, params string[] args)
    {
        var address = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{NpsProcess.FreePort()}"));
        string[] own =
        [
            Path.Combine(AppContext.BaseDirectory, "NpsRealtime.Server.dll"), "--open", "--urls", address.GetLeftPart(UriPartial.Authority), "--role", role, "--Store:Postgres", server.ConnectionString,
            "--Store:PostgresSchema", schema, "--Orleans:ClusterId", schema,
            "--Logging:LogLevel:Default", "Error",
        ];

        // What a cluster logs while its silos are killed would hide the results.
        var start = new ProcessStartInfo("dotnet", own.Concat(args)) { UseShellExecute = false, RedirectStandardOutput = true };
        var node = new ClusterNode(address, Process.Start(start)!);
        node._process.BeginOutputReadLine();
        await node.ReadyAsync();
        return node;
    }

    /// <summary>SIGKILL.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>SIGSTOP: it holds everything it has, and answers nobody.</summary>
    public async Task FreezeAsync()
    {
        using var kill = Process.Start("kill", ["-STOP", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    /// <summary>Whether it has ended, by itself or otherwise.</summary>
    public bool HasEnded => _process.HasExited;

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            await KillAsync();
        Http.Dispose();
        _process.Dispose();
    }

    private async Task ReadyAsync()
    {
        for (var attempt = 0; attempt < 900; attempt++)
        {
            if (_process.HasExited)
                throw new InvalidOperationException("The node did not start; see what it printed.");
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

            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        }

        throw new TimeoutException("The node was not ready within 90 s.");
    }
}
