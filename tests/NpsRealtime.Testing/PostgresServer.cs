using System.Diagnostics;
using System.Globalization;

namespace NpsRealtime.Testing;

/// <summary>
/// A throw-away PostgreSQL from the installed binaries, as a user that is not root, on a free port of the loopback interface. It
/// ends with the process that started it, however that ends.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    /// <summary>Why tests without a server are skipped.</summary>
    public const string Missing = "PostgreSQL is not installed, and NPS_TEST_POSTGRES names no server.";

    private static readonly string[] Programs = ["initdb", "postgres", "pg_ctl", "pg_isready", "psql"];

    // The shell that owns the server waits on a pipe that only this process holds: when the process is gone, so is the server, and
    // its folder unless it is stopped to be started again.
    private const string Guardian = """
        "$1/postgres" -D "$2/data" >>"$2/log" 2>&1 & server=$!
        cat >/dev/null
        kill -INT $server 2>/dev/null
        wait $server
        [ -e "$2/kept" ] || rm -rf "$2"
        """;

    private static readonly Lazy<Task<PostgresServer>> Common = new(() => StartAsync("fsync = off"));

    private readonly string _folder;
    private readonly string _binaries;
    private Process? _guardian;

    private PostgresServer(string folder, string binaries, int port)
    {
        _folder = folder;
        _binaries = binaries;
        Port = port;
    }

    public int Port { get; }

    /// <summary>How a user without any right but that of creating schemas reaches the database.</summary>
    public string ConnectionString => $"Host=127.0.0.1;Port={Port};Database=nps;Username=nps";

    /// <summary>How the superuser does, for faults.</summary>
    public string AdminConnectionString => $"Host=127.0.0.1;Port={Port};Database=nps;Username=postgres;Pooling=false";

    /// <summary>The folder of the database cluster.</summary>
    public string DataFolder => Path.Combine(_folder, "data");

    /// <summary>Whether this machine has the binaries.</summary>
    public static bool IsInstalled => FindBinaries() is not null;

    /// <summary>
    /// A server that tests share, each with a schema of its own: what <c>NPS_TEST_POSTGRES</c> names, else one that is started once
    /// and without waiting for the disk; null when there is neither.
    /// </summary>
    public static async Task<string?> FindAsync() =>
        Environment.GetEnvironmentVariable("NPS_TEST_POSTGRES") is { Length: > 0 } named ? named
        : IsInstalled ? (await Common.Value).ConnectionString
        : null;

    /// <summary>Starts a server with further lines of <c>postgresql.conf</c>.</summary>
    public static async Task<PostgresServer> StartAsync(params string[] settings)
    {
        var binaries = FindBinaries() ?? throw new InvalidOperationException(Missing);
        var folder = Directory.CreateTempSubdirectory("nps-postgres-").FullName;
        var server = new PostgresServer(folder, binaries, NpsProcess.FreePort());
        await GiveToServerUserAsync(folder);
        await RunAsUserAsync($"{binaries}/initdb", "-D", server.DataFolder, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync");
        string[] own =
        [
            $"port = {server.Port.ToString(CultureInfo.InvariantCulture)}", "listen_addresses = '127.0.0.1'", "unix_socket_directories = ''",
            "max_connections = 100", "shared_buffers = 128MB", "max_wal_size = 4GB", "logging_collector = off",
        ];
        await File.AppendAllLinesAsync(Path.Combine(server.DataFolder, "postgresql.conf"), [.. own, .. settings]);
        await server.StartAgainAsync();
        await server.ExecuteAsync("postgres", "create role nps login");
        await server.ExecuteAsync("postgres", "create database nps owner nps");
        return server;
    }

    /// <summary>Starts the server after <see cref="StopAsync"/>, on the same port and data.</summary>
    public async Task StartAgainAsync()
    {
        File.Delete(Path.Combine(_folder, "kept"));
        var (program, arguments) = AsUser("/bin/sh", "-c", Guardian, "guardian", _binaries, _folder);
        _guardian = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, UseShellExecute = false })!;
        for (var attempt = 0; attempt < 600; attempt++)
        {
            if (await ExitCodeAsync($"{_binaries}/pg_isready", "-q", "-h", "127.0.0.1", "-p", Port.ToString(CultureInfo.InvariantCulture)) == 0)
                return;
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        }

        throw new TimeoutException("PostgreSQL did not start: " + await File.ReadAllTextAsync(Path.Combine(_folder, "log")));
    }

    /// <summary>Stops the server: <c>fast</c> ends its sessions, <c>immediate</c> is as good as a crash.</summary>
    public async Task StopAsync(string mode = "fast")
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "kept"), "");
        await RunAsUserAsync($"{_binaries}/pg_ctl", "stop", "-D", DataFolder, "-m", mode, "-w");
        _guardian!.StandardInput.Close();
        await _guardian.WaitForExitAsync();
        _guardian.Dispose();
        _guardian = null;
    }

    /// <summary>Runs a program of the server, such as <c>pg_basebackup</c>, as the server's user.</summary>
    public Task RunProgramAsync(string name, params string[] arguments) => RunAsUserAsync($"{_binaries}/{name}", arguments);

    /// <summary>Runs any program as the server's user.</summary>
    public static Task RunAsServerUserAsync(string program, params string[] arguments) => RunAsUserAsync(program, arguments);

    /// <summary>Runs a statement as the superuser through <c>psql</c> and returns what it prints.</summary>
    public async Task<string> ExecuteAsync(string database, string statement)
    {
        var start = new ProcessStartInfo($"{_binaries}/psql") { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var argument in (string[])["-X", "-q", "-A", "-t", "-h", "127.0.0.1", "-p", Port.ToString(CultureInfo.InvariantCulture), "-U", "postgres", "-d", database, "-v", "ON_ERROR_STOP=1", "-c", statement])
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? output.Trim() : throw new InvalidOperationException(await error);
    }

    public async ValueTask DisposeAsync()
    {
        if (_guardian is not null)
            await StopAsync("immediate");
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Makes a folder the server's user's, when the tests run as root.</summary>
    internal static Task GiveToServerUserAsync(string folder) => IsRoot ? RunAsync("chown", "-R", User, folder) : Task.CompletedTask;

    /// <summary>A command as the server's user runs it.</summary>
    internal static (string Program, string[] Arguments) AsUser(string program, params string[] arguments) =>
        IsRoot ? ("runuser", ["-u", User, "--", program, .. arguments]) : (program, arguments);

    private static bool IsRoot => Environment.UserName == "root";

    private static string User => Directory.Exists("/var/lib/postgresql") ? "postgres" : "nobody";

    private static string? FindBinaries()
    {
        var fromPath = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':');
        var fromDebian = Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").OrderDescending(StringComparer.Ordinal).Select(folder => Path.Combine(folder, "bin"))
            : [];
        return fromDebian.Concat(fromPath).FirstOrDefault(folder => Array.TrueForAll(Programs, name => File.Exists(Path.Combine(folder, name))));
    }

    private static Task RunAsUserAsync(string program, params string[] arguments)
    {
        var (runner, all) = AsUser(program, arguments);
        return RunAsync(runner, all);
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        var code = await ExitCodeAsync(program, arguments);
        if (code != 0)
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with code {code}.");
    }

    private static async Task<int> ExitCodeAsync(string program, params string[] arguments)
    {
        // Not into pipes: a server that is started so would hold them open for ever.
        var start = new ProcessStartInfo("/bin/sh") { UseShellExecute = false };
        foreach (var argument in (string[])["-c", "exec \"$@\" >/dev/null 2>&1 </dev/null", "run", program, .. arguments])
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        await process.WaitForExitAsync();
        return process.ExitCode;
    }
}
