using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using NpsRealtime.Testing;

namespace NpsRealtime.Benchmarks;

/// <summary>
/// From POST to <c>scoreChanged</c> at a real SignalR client at 200 responses a second; alone, and with 200 viewers of which 20
/// never read. A response has arrived with the first snapshot whose version is at least the head in its receipt.
/// </summary>
internal static class Latency
{
    public const int PerSecond = 200;
    public const int Seconds = 20;

    public static async Task RunAsync()
    {
        var folder = Directory.CreateTempSubdirectory("nps-bench-").FullName;
        try
        {
            var alone = await MeasureAsync(folder, "latency", viewers: 1, stuck: 0);
            var crowded = await MeasureAsync(folder, "latency.crowded", viewers: 180, stuck: 20);
            Result.Print("latency.crowded.p99_ratio", crowded.P99 / alone.P99, "ratio");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<(double P50, double P99)> MeasureAsync(string folder, string name, int viewers, int stuck)
    {
        await using var server = await NpsProcess.StartAsync(Path.Combine(folder, name + ".db"), null, "--Logging:LogLevel:Default", "Warning");
        using (var made = await server.Http.PutAsync("/v1/tenants/bench", null))
            made.EnsureSuccessStatusCode();
        await SendAsync(server.Http, PerSecond * 3);
        using var crowd = await Viewers.StartAsync(server.Address, "bench", viewers);
        var stuckViewers = new List<StuckViewer>();
        for (var index = 0; index < stuck; index++)
            stuckViewers.Add(await StuckViewer.StartAsync(server.Address, "bench"));
        await SendAsync(server.Http, PerSecond * 3);
        var before = ResidentBytes(server.Id);
        var sent = await SendAsync(server.Http, PerSecond * Seconds);
        await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System);
        var growth = (ResidentBytes(server.Id) - before) / 1_048_576.0;
        stuckViewers.ForEach(viewer => viewer.Dispose());
        var latencies = Latencies(sent, crowd.Seen);
        var (p50, p99) = (Result.Quantile(latencies, 0.5), Result.Quantile(latencies, 0.99));
        Result.Print(name + ".p50_ms", p50, "ms");
        Result.Print(name + ".p99_ms", p99, "ms");
        Result.Print(name + ".memory_growth", growth, "MiB");
        return (p50, p99);
    }

    /// <summary>How long each response took from its sending to the first snapshot that holds it, in milliseconds.</summary>
    public static List<double> Latencies(IReadOnlyList<(long Head, double At)> sent, IReadOnlyList<(long Version, double At)> seen)
    {
        var latencies = new List<double>(sent.Count);
        foreach (var (head, at) in sent)
        {
            var index = seen.TakeWhile(snapshot => snapshot.Version < head || snapshot.At < at).Count();
            if (index == seen.Count)
                throw new InvalidOperationException("A response was never shown.");
            latencies.Add(seen[index].At - at);
        }

        return latencies;
    }

    /// <summary>Sends so many responses at the rate, and returns each one's head and when its sending began.</summary>
    public static async Task<IReadOnlyList<(long Head, double At)>> SendAsync(HttpClient http, int count)
    {
        var maker = new ResponseMaker(Environment.TickCount, TimeProvider.System.GetUtcNow()) { Spread = TimeSpan.FromMinutes(1) };
        var sending = new List<Task<(long, double)>>(count);
        var began = Stopwatch.GetTimestamp();
        for (var index = 0; index < count; index++)
        {
            var due = TimeSpan.FromSeconds((double)index / PerSecond) - Stopwatch.GetElapsedTime(began);
            if (due > TimeSpan.Zero)
                await Task.Delay(due, TimeProvider.System);
            sending.Add(PostAsync(http, maker.NextLine()));
        }

        return await Task.WhenAll(sending);
    }

    private static async Task<(long Head, double At)> PostAsync(HttpClient http, string json)
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(json));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        var at = (TimeProvider.System.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalMilliseconds;
        using var answer = await http.PostAsync("/v1/tenants/bench/responses", content);
        answer.EnsureSuccessStatusCode();
        var receipt = JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync());
        return (long.Parse(receipt.GetProperty("position").GetString()!.AsSpan(2), CultureInfo.InvariantCulture), at);
    }

    private static long ResidentBytes(int process)
    {
        var line = File.ReadLines($"/proc/{process}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return long.Parse(line.AsSpan(6).Trim()[..^3], CultureInfo.InvariantCulture) * 1_024;
    }
}
