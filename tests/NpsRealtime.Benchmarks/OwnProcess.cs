using System.Diagnostics;
using System.Globalization;

namespace NpsRealtime.Benchmarks;

/// <summary>This program in another process, started with one of its names and with what it needs to know in its environment.</summary>
internal sealed class OwnProcess : IAsyncDisposable
{
    private readonly Process _process;

    /// <param name="name">What it runs.</param>
    /// <param name="port">The port that it listens on or sends to, by the name of its variable.</param>
    /// <param name="secret">The other thing that it needs, likewise.</param>
    /// <param name="talks">Whether its standard input and output are ours.</param>
    /// <param name="isIdle">Whether it gets only that time of the processors which nobody else wants.</param>
    public OwnProcess(string name, (string Name, int Value) port, (string Name, string Value) secret, bool talks = false, bool isIdle = false)
    {
        string[] command = [.. isIdle ? ["chrt", "--idle", "0"] : Array.Empty<string>(), "dotnet", typeof(OwnProcess).Assembly.Location, name];
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            UseShellExecute = false,
            RedirectStandardInput = talks,
            RedirectStandardOutput = talks,
        };
        start.Environment[port.Name] = port.Value.ToString(CultureInfo.InvariantCulture);
        start.Environment[secret.Name] = secret.Value;
        _process = Process.Start(start)!;
    }

    /// <summary>What it reads.</summary>
    public StreamWriter Input => _process.StandardInput;

    /// <summary>What it writes.</summary>
    public StreamReader Output => _process.StandardOutput;

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
