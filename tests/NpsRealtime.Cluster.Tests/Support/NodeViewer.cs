using System.Text.Json;

namespace NpsRealtime.Cluster.Tests.Support;

/// <summary>A viewer of the tenant's score at one address, which connects again whenever the node was gone.</summary>
internal sealed class NodeViewer : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _running;
    private int _connections;
    private volatile JsonElement[] _shown = [];

    public NodeViewer(Uri address)
    {
        Address = address;
        _running = RunAsync(address);
    }

    /// <summary>The node, or the proxy, that it connects to.</summary>
    public Uri Address { get; }

    /// <summary>The counts shown last; null before the first.</summary>
    public long[]? Shown => _shown is [var snapshot] ? SiloCluster.Counts(snapshot) : null;

    /// <summary>How often it had to connect.</summary>
    public int Connections => Volatile.Read(ref _connections);

    /// <summary>Waits until it shows these counts. Returns how long that took.</summary>
    public async Task<TimeSpan> ShowsAsync(long[] counts, int seconds)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (Shown is not { } shown || !shown.SequenceEqual(counts))
        {
            if (TimeProvider.System.GetElapsedTime(began) > TimeSpan.FromSeconds(seconds))
                throw new TimeoutException($"After {seconds} s the viewer shows {string.Join(' ', Shown ?? [])} and not {string.Join(' ', counts)}.");
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }

        return TimeProvider.System.GetElapsedTime(began);
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _running;
        _stopping.Dispose();
    }

    private async Task RunAsync(Uri address)
    {
        using var http = new HttpClient { BaseAddress = address };
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                await FollowAsync(http);
            }
            catch (Exception failure) when (failure is HttpRequestException or IOException or OperationCanceledException)
            {
                // The node is gone; or the test is over.
            }

            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System);
        }
    }

    private async Task FollowAsync(HttpClient http)
    {
        await using var stream = await http.GetStreamAsync($"/v1/tenants/{SiloCluster.Tenant}/stream?score=tenant@all", _stopping.Token);
        Interlocked.Increment(ref _connections);
        using var reader = new StreamReader(stream);
        while (await reader.ReadLineAsync(_stopping.Token) is { } line)
        {
            if (line.StartsWith("data: {\"tenant\"", StringComparison.Ordinal))
                _shown = [JsonSerializer.Deserialize<JsonElement>(line["data: ".Length..])];
        }
    }
}
