using System.Diagnostics;
using System.Text.Json;

namespace NpsRealtime.Benchmarks;

/// <summary>Real SignalR clients in a Node process.</summary>
internal sealed class Viewers : IDisposable
{
    private readonly Process _node;
    private readonly List<(long Version, double At)> _seen = [];

    private Viewers(Process node) => _node = node;

    /// <summary>What the first viewer was shown: version, and when in milliseconds since 1970.</summary>
    public IReadOnlyList<(long Version, double At)> Seen
    {
        get
        {
            lock (_seen)
                return [.. _seen];
        }
    }

    /// <summary>Starts viewers of a tenant's score and waits until all of them have subscribed.</summary>
    public static async Task<Viewers> StartAsync(Uri address, string tenant, int count)
    {
        var repository = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(repository, "NpsRealtime.sln")))
            repository = Path.GetDirectoryName(repository) ?? throw new InvalidOperationException("Run this benchmark from a checkout.");
        var start = new ProcessStartInfo("node")
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            ArgumentList =
            {
                Path.Combine(repository, "tests/NpsRealtime.Benchmarks/node/viewers.mjs"),
                Path.Combine(repository, "src/wallboard"),
                address.GetLeftPart(UriPartial.Authority),
                tenant,
                count.ToString(System.Globalization.CultureInfo.InvariantCulture),
            },
        };
        var viewers = new Viewers(Process.Start(start)!);
        while (await viewers._node.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line != "ready")
                continue;
            _ = viewers.ReadAsync();
            return viewers;
        }

        throw new InvalidOperationException("The viewers did not start. Is Node installed, and src/wallboard built?");
    }

    public void Dispose()
    {
        _node.StandardInput.Close();
        _node.WaitForExit(2_000);
        if (!_node.HasExited)
            _node.Kill();
        _node.Dispose();
    }

    private async Task ReadAsync()
    {
        while (await _node.StandardOutput.ReadLineAsync() is { } line)
        {
            var seen = JsonSerializer.Deserialize<JsonElement>(line);
            lock (_seen)
                _seen.Add((seen.GetProperty("version").GetInt64(), seen.GetProperty("at").GetDouble()));
        }
    }
}
