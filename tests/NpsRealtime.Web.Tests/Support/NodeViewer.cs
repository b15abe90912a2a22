using System.Diagnostics;
using System.Text.Json;
using System.Threading.Channels;

namespace NpsRealtime.Web.Tests.Support;

/// <summary>A viewer in Node with the client library that browsers use.</summary>
internal sealed class NodeViewer : IAsyncDisposable
{
    private static readonly Lazy<Task<string?>> Installed = new(InstallAsync);
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "node");

    private readonly Channel<JsonElement> _events = Channel.CreateUnbounded<JsonElement>();
    private readonly Process _process;
    private JsonElement? _shown;
    private JsonElement? _heartbeat;

    private NodeViewer(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) =>
        {
            if (line.Data is not { Length: > 0 } text)
                return;
            var read = JsonSerializer.Deserialize<JsonElement>(text);
            Show(read);
            _events.Writer.TryWrite(read);
        };
        process.BeginOutputReadLine();
    }

    /// <summary>Connects a viewer; skips the test, saying why, on a machine without Node.</summary>
    public static async Task<NodeViewer> ConnectAsync(Uri address, string transport = "ws")
    {
        var reason = await Installed.Value;
        Skip.If(reason is not null, reason);
        var viewer = new NodeViewer(Launch("node", "viewer.mjs", new Uri(address, "/hubs/scores").ToString(), transport));
        await viewer.SendAsync("connect", null);
        await viewer.WaitAsync("connected");
        return viewer;
    }

    /// <summary>Subscribes and returns the snapshots that the hub answers.</summary>
    public async Task<List<JsonElement>> SubscribeAsync(string tenant, params (string Key, string Window)[] scores)
    {
        await SendAsync("subscribe", new { tenant, scores = scores.Select(score => new { key = score.Key, window = score.Window }) });
        return [.. (await WaitAsync("subscribed")).GetProperty("snapshots").EnumerateArray()];
    }

    public async Task UnsubscribeAsync(string tenant, params (string Key, string Window)[] scores)
    {
        var request = new { tenant, scores = scores.Select(score => new { key = score.Key, window = score.Window }) };
        await SendAsync("invoke", new { method = "Unsubscribe", args = new object[] { request } });
        await WaitAsync("invoked");
    }

    /// <summary>Calls a method and returns what it answers.</summary>
    public async Task<JsonElement> InvokeAsync(string method, object argument)
    {
        await SendAsync("invoke", new { method, args = new[] { argument } });
        return (await WaitAsync("invoked")).TryGetProperty("result", out var result) ? result : default;
    }

    /// <summary>Calls a method that fails, and returns what the client is told.</summary>
    public async Task<string> FailAsync(string method, object? argument)
    {
        await SendAsync("invoke", new { method, args = new[] { argument } });
        return (await WaitAsync("fault")).Text("message");
    }

    /// <summary>The next snapshot that is as wanted; others are passed over.</summary>
    public async Task<JsonElement> ScoreAsync(Func<JsonElement, bool> wanted)
    {
        while (true)
        {
            var snapshot = (await WaitAsync("scoreChanged")).GetProperty("snapshot");
            if (wanted(snapshot))
                return snapshot;
        }
    }

    /// <summary>
    /// Waits until a client of one score shows what is wanted. A slow Node hands over changes that came behind a subscription's answer
    /// before the answer; so a client shows the snapshot with the latest <c>asOf</c>.
    /// </summary>
    public async Task ShowsAsync(Func<JsonElement, bool> wanted)
    {
        for (var attempt = 0; attempt < 400; attempt++)
        {
            if (_shown is { } shown && wanted(shown))
                return;
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        }

        throw new TimeoutException($"The client shows {_shown}.");
    }

    /// <summary>Waits for what the hub says of the scores; it may come before the answer to the subscription.</summary>
    public async Task<JsonElement> HeartbeatAsync(Func<JsonElement, bool> wanted)
    {
        for (var attempt = 0; attempt < 400; attempt++)
        {
            if (_heartbeat is { } heartbeat && wanted(heartbeat))
                return heartbeat;
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        }

        throw new TimeoutException($"The hub says {_heartbeat}.");
    }

    /// <summary>The next event of a name; others are passed over.</summary>
    public async Task<JsonElement> WaitAsync(string name)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (true)
        {
            var read = await _events.Reader.ReadAsync(patience.Token);
            if (read.Text("event") == name)
                return read;
            if (read.Text("event") == "fault" && name != "fault")
                throw new InvalidOperationException(read.Text("message"));
        }
    }

    /// <summary>Whether no snapshot comes for a while.</summary>
    public async Task<bool> IsQuietAsync(TimeSpan time)
    {
        while (_events.Reader.TryRead(out _))
        {
        }

        await Task.Delay(time, TimeProvider.System);
        return !_events.Reader.TryRead(out _);
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        try
        {
            await _process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    private void Show(JsonElement read)
    {
        if (read.TryGetProperty("heartbeat", out var heartbeat))
            _heartbeat = heartbeat;
        var snapshots = read.TryGetProperty("snapshot", out var one) ? [one]
            : read.TryGetProperty("snapshots", out var many) ? many.EnumerateArray().ToArray() : [];
        foreach (var snapshot in snapshots)
        {
            if (_shown is not { } shown || snapshot.GetProperty("asOf").GetDateTimeOffset() >= shown.GetProperty("asOf").GetDateTimeOffset())
                _shown = snapshot;
        }
    }

    private async Task SendAsync(string command, object? request) =>
        await _process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(new { command, request }));

    private static async Task<string?> InstallAsync()
    {
        try
        {
            if (Directory.Exists(Path.Combine(Folder, "node_modules", "@microsoft", "signalr")))
                return null;
            using var install = Launch("npm", "ci", "--no-audit", "--no-fund");
            var output = install.StandardOutput.ReadToEndAsync();
            await install.WaitForExitAsync();
            return install.ExitCode == 0 ? null : "npm ci failed, so that the hub's client library is missing: " + await output;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return "Node.js is not installed; the hub is tested with its client library for JavaScript.";
        }
    }

    private static Process Launch(string program, params string[] args) => Process.Start(new ProcessStartInfo(program, args)
    {
        UseShellExecute = false,
        WorkingDirectory = Folder,
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
    })!;
}
