using System.Diagnostics;
using System.Globalization;
using NpsRealtime.Testing;

namespace NpsRealtime.Benchmarks;

/// <summary>
/// NDJSON through real HTTP into the SQLite file, against a bare loop of prepared inserts into the same table, in turn, three
/// times; and the server's peak memory for a body ten times as long.
/// </summary>
internal static class IngestSqlite
{
    private const int LinesPerBody = 5_000;
    private const int Bodies = 40;
    private const int WarmingBodies = 40;
    private const int Connections = 4;
    private const int Rounds = 3;

    public static async Task RunAsync()
    {
        var folder = Directory.CreateTempSubdirectory("nps-bench-").FullName;
        try
        {
            await CompareAsync(folder);
            await MeasureMemoryAsync(folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task CompareAsync(string folder)
    {
        var (service, bare, empty) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round <= Rounds; round++)
        {
            var maker = new ResponseMaker(round, TimeProvider.System.GetUtcNow());

            // The first requests of a process pay for its compilation; a service runs for months. The bare loop inserts the same rows
            // first, so that both are measured on a table of the same size.
            var warming = Enumerable.Range(0, WarmingBodies).Select(_ => maker.NextBody(LinesPerBody)).ToArray();
            var bodies = Enumerable.Range(0, Bodies).Select(_ => maker.NextBody(LinesPerBody)).ToArray();
            var (emptyRate, bareRate) = BareSqlite.Run(Path.Combine(folder, $"bare{round}.db"), warming, bodies);
            await using var server = await NpsProcess.StartAsync(Path.Combine(folder, $"service{round}.db"), null, "--Logging:LogLevel:Default", "Warning");
            await MakeTenantAsync(server.Http, "bench");
            await NdjsonLoad.RunAsync(server.Http, [.. warming.Select(body => ("bench", body))], LinesPerBody, Connections);
            var rate = await NdjsonLoad.RunAsync(server.Http, [.. bodies.Select(body => ("bench", body))], LinesPerBody, Connections);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"round {round}: service {rate:0}/s, bare {bareRate:0}/s, bare into an empty table {emptyRate:0}/s, ratio {rate / bareRate:0.00}{(round == 0 ? " (not counted)" : "")}"));
            if (round == 0)
                continue;
            service.Add(rate);
            bare.Add(bareRate);
            empty.Add(emptyRate);
        }

        Result.Print("ingest.sqlite.service", Result.Median(service), "responses/s");
        Result.Print("ingest.sqlite.bare", Result.Median(bare), "rows/s");
        Result.Print("ingest.sqlite.ratio_vs_bare", Result.Median(service.Zip(bare, (one, other) => one / other)), "ratio");
        Result.Print("ingest.sqlite.bare_into_empty", Result.Median(empty), "rows/s");
        Result.Print("ingest.sqlite.ratio_vs_bare_into_empty", Result.Median(service.Zip(empty, (one, other) => one / other)), "ratio");
    }

    private static async Task MeasureMemoryAsync(string folder)
    {
        var (peaks, reads) = (new List<double>(), new List<double>());
        foreach (var lines in (int[])[100_000, 1_000_000])
        {
            await using var server = await NpsProcess.StartAsync(Path.Combine(folder, $"memory{lines}.db"), null, "--Logging:LogLevel:Default", "Warning");
            await MakeTenantAsync(server.Http, "bench");
            using var body = new StreamedLines(new ResponseMaker(7, TimeProvider.System.GetUtcNow()), lines);
            using var answer = await server.Http.PostAsync("/v1/tenants/bench/responses", body);
            answer.EnsureSuccessStatusCode();
            peaks.Add(PeakBytes(server.Id) / 1_048_576.0);
            Result.Print($"ingest.sqlite.peak_memory_{lines}_lines", peaks[^1], "MiB");
            reads.Add(await ReadAsync(server.Http));
            Result.Print($"read.sqlite.p50_{lines}_stored", reads[^1], "ms");
        }

        Result.Print("ingest.sqlite.peak_memory_ratio_10x", peaks[1] / peaks[0], "ratio");
        Result.Print("read.sqlite.ratio_10x", reads[1] / reads[0], "ratio");
    }

    /// <summary>The median time of reading a live score over HTTP, in milliseconds.</summary>
    private static async Task<double> ReadAsync(HttpClient http)
    {
        const int Reads = 2_000;
        var times = new List<double>(Reads);
        for (var read = 0; read < Reads; read++)
        {
            var began = Stopwatch.GetTimestamp();
            await http.GetStringAsync("/v1/tenants/bench/scores/tenant?window=24h");
            times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }

        return Result.Median(times.Skip(Reads / 2));
    }

    private static async Task MakeTenantAsync(HttpClient http, string name)
    {
        using var answer = await http.PutAsync($"/v1/tenants/{name}", null);
        answer.EnsureSuccessStatusCode();
    }

    private static long PeakBytes(int process)
    {
        var line = File.ReadLines($"/proc/{process}/status").First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
        return long.Parse(line.AsSpan(6).Trim()[..^3], CultureInfo.InvariantCulture) * 1_024;
    }
}
