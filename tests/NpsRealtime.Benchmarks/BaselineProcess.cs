using System.Net.Sockets;
using NpsRealtime.Testing;

namespace NpsRealtime.Benchmarks;

/// <summary>A baseline service as a process of its own: this program, started with the service's name.</summary>
internal sealed class BaselineProcess : IAsyncDisposable
{
    /// <summary>Environment variables that tell the service where to listen and which database to use.</summary>
    public const string PortVariable = "NPS_BENCH_PORT";

    public const string DatabaseVariable = "NPS_BENCH_POSTGRES";

    private readonly OwnProcess _process;

    private BaselineProcess(OwnProcess process, int port)
    {
        _process = process;
        Port = port;
    }

    public int Port { get; }

    public static async Task<BaselineProcess> StartAsync(string name, string connectionString)
    {
        var port = NpsProcess.FreePort();
        var started = new BaselineProcess(new OwnProcess(name, (PortVariable, port), (DatabaseVariable, connectionString)), port);
        for (var attempt = 0; attempt < 300; attempt++)
        {
            try
            {
                using var probe = new TcpClient();
                await probe.ConnectAsync("127.0.0.1", port);
                return started;
            }
            catch (SocketException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
            }
        }

        throw new TimeoutException($"{name} did not start.");
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
