using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;

namespace NpsRealtime.Testing;

/// <summary>A throw-away PgBouncer before a PostgreSQL server. It ends with the process that started it, however that ends.</summary>
public sealed class PgBouncer : IAsyncDisposable
{
    /// <summary>Why tests with a pooler are skipped.</summary>
    public const string Missing = "PgBouncer is not installed, or PostgreSQL is not.";

    private static readonly string[] Places = ["/usr/sbin/pgbouncer", "/usr/bin/pgbouncer", "/usr/local/bin/pgbouncer"];

    // As PostgresServer has it.
    private const string Guardian = """
        "$1" "$2/pgbouncer.ini" >"$2/log" 2>&1 & pooler=$!
        cat >/dev/null
        kill -TERM $pooler 2>/dev/null
        wait $pooler
        rm -rf "$2"
        """;

    private readonly string _folder;
    private readonly Process _guardian;
    private readonly int _port;

    private PgBouncer(string folder, Process guardian, int port)
    {
        _folder = folder;
        _guardian = guardian;
        _port = port;
    }

    /// <summary>How the user <c>nps</c> reaches the database through the pooler.</summary>
    public string ConnectionString => $"Host=127.0.0.1;Port={_port};Database=nps;Username=nps";

    /// <summary>Whether this machine can run one.</summary>
    public static bool IsInstalled => PostgresServer.IsInstalled && Array.Exists(Places, File.Exists);

    /// <summary>Starts a pooler.</summary>
    /// <param name="server">The server behind it.</param>
    /// <param name="mode">The pool mode: <c>session</c>, <c>transaction</c> or <c>statement</c>.</param>
    public static async Task<PgBouncer> StartAsync(PostgresServer server, string mode)
    {
        var folder = Directory.CreateTempSubdirectory("nps-pgbouncer-").FullName;
        var port = NpsProcess.FreePort();
        await File.WriteAllTextAsync(Path.Combine(folder, "pgbouncer.ini"), $"""
            [databases]
            nps = host=127.0.0.1 port={server.Port.ToString(CultureInfo.InvariantCulture)} dbname=nps user=nps
            [pgbouncer]
            listen_addr = 127.0.0.1
            listen_port = {port.ToString(CultureInfo.InvariantCulture)}
            unix_socket_dir =
            auth_type = any
            pool_mode = {mode}
            default_pool_size = 60
            """);
        await PostgresServer.GiveToServerUserAsync(folder);
        var (program, arguments) = PostgresServer.AsUser("/bin/sh", "-c", Guardian, "guardian", Array.Find(Places, File.Exists)!, folder);
        var guardian = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, UseShellExecute = false })!;
        var pooler = new PgBouncer(folder, guardian, port);
        await pooler.UntilItListensAsync();
        return pooler;
    }

    public async ValueTask DisposeAsync()
    {
        _guardian.StandardInput.Close();
        await _guardian.WaitForExitAsync();
        _guardian.Dispose();
    }

    private async Task UntilItListensAsync()
    {
        for (var attempt = 0; attempt < 600; attempt++)
        {
            using var client = new TcpClient();
            try
            {
                await client.ConnectAsync("127.0.0.1", _port);
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
            }
        }

        throw new TimeoutException("PgBouncer did not start: " + await File.ReadAllTextAsync(Path.Combine(_folder, "log")));
    }
}
