using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using NpsRealtime.Testing;

namespace NpsRealtime.Benchmarks;

/// <summary>
/// How long one tenant's single POSTs take at 50 a second, alone and while another tenant floods the same server with NDJSON and
/// single POSTs and heeds no refusal. Keys are asked for, so that the limits hold. Latencies count from when a request was due, so
/// that one which waits for the one before it counts in full.
/// </summary>
internal static class Fairness
{
    private const int PerSecond = 50;
    private const int Seconds = 10;
    private const int Connections = 8;
    private const int WarmUps = 2;
    private const int Turns = 5;

    private static readonly TimeSpan Recovery = TimeSpan.FromSeconds(5); // What a flood leaves to be merged is not what alone means.

    public static async Task RunAsync()
    {
        await RunSqliteAsync();
        await RunPostgresAsync();
    }

    public static Task RunSqliteAsync() => RunAsync("fairness");

    /// <summary>The same load and baseline on a throw-away PostgreSQL that waits for its disk.</summary>
    public static async Task RunPostgresAsync()
    {
        await using var postgres = await IngestPostgres.StartServerAsync();
        await RunAsync("fairness.postgres", "--Store:Postgres", postgres.ConnectionString);
    }

    private static async Task RunAsync(string figure, params string[] store)
    {
        var folder = Directory.CreateTempSubdirectory("nps-bench-").FullName;
        try
        {
            await using var server = await NpsProcess.StartAsync(
                Path.Combine(folder, "nps.db"), null,
                ["--Access:Open=false", $"--Access:KeyFolder={folder}", "--Logging:LogLevel:Default", "Warning", .. store]);
            server.Http.DefaultRequestHeaders.Authorization =
                new AuthenticationHeaderValue("Bearer", (await File.ReadAllTextAsync(Path.Combine(folder, "platform.key"))).Trim());
            var maker = new ResponseMaker(1, TimeProvider.System.GetUtcNow());
            var quiet = await MakeTenantAsync(server.Http, "quiet");
            var key = await MakeTenantAsync(server.Http, "flood");
            await using var elsewhere = await FloodProcess.StartAsync(server.Address.Port, key, isElsewhere: true);
            await using var beside = await FloodProcess.StartAsync(server.Address.Port, key, isElsewhere: false);
            await using var repeating = await FloodProcess.StartAsync(server.Address.Port, key, isElsewhere: true, isRepeating: true);
            await using var empty = await BaselineProcess.StartAsync("drain-service", "");
            await using var toEmpty = await FloodProcess.StartAsync(empty.Port, "none", isElsewhere: false);
            Task<List<double>> MeasureAsync() => Fairness.MeasureAsync(server.Address.Port, quiet, maker);

            // The first requests of a process pay for its compilation, and those of a flood for growing its pools.
            for (var warming = 0; warming < WarmUps; warming++)
                await beside.WhileAsync(MeasureAsync);

            // In turns, since a disk is slower in one quarter of a minute than in the next, and one pause of it is a hundredth of ten seconds.
            var (alone, flooded) = (new List<double>(), new List<double>());
            for (var turn = 0; turn < Turns; turn++)
            {
                await Task.Delay(Recovery, TimeProvider.System);
                alone.AddRange(await MeasureAsync());
                var (latencies, became) = await elsewhere.WhileAsync(MeasureAsync, lead: TimeSpan.Zero);
                Console.WriteLine($"{figure}.elsewhere: {became}");
                flooded.AddRange(latencies);
            }

            Print($"{figure}.alone", alone);
            Print($"{figure}.elsewhere", flooded);
            var p99 = Result.Quantile(alone, 0.99);
            Result.Print($"{figure}.p99_ratio", Result.Quantile(flooded, 0.99) / p99, "ratio");

            // What a sender sends again after a failure, or an import that is run once more.
            Result.Print($"{figure}.repeating.p99_ratio", await ShowAsync($"{figure}.repeating", repeating, MeasureAsync) / p99, "ratio");

            // Senders on the same machine take as much of its processors as the server does. So much of that ratio would be left if
            // the server did nothing at all for the flood.
            Result.Print($"{figure}.beside.p99_ratio", await ShowAsync($"{figure}.beside", beside, MeasureAsync) / p99, "ratio");
            Result.Print($"{figure}.empty.p99_ratio", await ShowAsync($"{figure}.empty", toEmpty, MeasureAsync) / p99, "ratio");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<string> MakeTenantAsync(HttpClient http, string name)
    {
        using var made = await http.PutAsync($"/v1/tenants/{name}", null);
        made.EnsureSuccessStatusCode();
        using var key = await http.PostAsJsonAsync($"/v1/tenants/{name}/keys", new { name = "bench", scopes = (string[])["ingest"] });
        key.EnsureSuccessStatusCode();
        return (await key.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("key").GetString()!;
    }

    private static async Task<double> ShowAsync(string name, FloodProcess flood, Func<Task<List<double>>> measure)
    {
        var (latencies, became) = await flood.WhileAsync(measure);
        Console.WriteLine($"{name}: {became}");
        Print(name, latencies);
        return Result.Quantile(latencies, 0.99);
    }

    private static void Print(string name, List<double> latencies)
    {
        Result.Print($"{name}.p50_ms", Result.Quantile(latencies, 0.5), "ms");
        Result.Print($"{name}.p99_ms", Result.Quantile(latencies, 0.99), "ms");
    }

    /// <summary>Milliseconds from when each request was due to its answer, which must be a receipt.</summary>
    private static async Task<List<double>> MeasureAsync(int port, string key, ResponseMaker maker)
    {
        var requests = Enumerable.Range(0, PerSecond * Seconds)
            .Select(_ => SinglePosts.Request("/v1/tenants/quiet/responses", maker.NextLine(), key)).ToArray();
        var latencies = new double[requests.Length];
        var began = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Connections).Select(connection => Task.Run(async () =>
        {
            using var socket = await SinglePosts.ConnectAsync(port);
            var buffer = new byte[8_192];
            for (var index = connection; index < requests.Length; index += Connections)
            {
                var due = TimeSpan.FromSeconds((double)index / PerSecond);
                var early = due - Stopwatch.GetElapsedTime(began);
                if (early > TimeSpan.Zero)
                    await Task.Delay(early, TimeProvider.System);
                var sent = Stopwatch.GetElapsedTime(began);
                var answer = await SinglePosts.AskAsync(socket, requests[index], buffer);
                if (!answer.Span.StartsWith("HTTP/1.1 201"u8))
                    throw new InvalidOperationException(Encoding.UTF8.GetString(answer.Span));

                // A timer rings up to a millisecond late, and that is not the server's doing; waiting for a free connection is.
                var from = early > TimeSpan.Zero ? sent : due;
                latencies[index] = (Stopwatch.GetElapsedTime(began) - from).TotalMilliseconds;
            }
        })));
        return [.. latencies];
    }
}
