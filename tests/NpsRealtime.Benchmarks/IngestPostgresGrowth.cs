using System.Diagnostics;
using System.Globalization;
using NpsRealtime.Testing;

namespace NpsRealtime.Benchmarks;

/// <summary>What changes when many responses are stored: the rate, the time of a read, the start, the memory.</summary>
internal static class IngestPostgresGrowth
{
    private const int BodiesPerMeasure = 60;
    private const int Lines = 5_000;
    private const int Reads = 500;

    public static async Task RunAsync(PostgresServer server, int stored)
    {
        double empty, full, emptyRead, fullRead, memory;
        await using (var service = await IngestPostgres.StartServiceAsync(server, "growth"))
        {
            var day = new ResponseMaker(41, IngestPostgres.Now) { Spread = TimeSpan.FromHours(20) };
            await IngestPostgres.SendAsync(service, IngestPostgres.Bodies(day, 20));
            emptyRead = await MeasureReadAsync(service);
            empty = await IngestPostgres.SendAsync(service, IngestPostgres.Bodies(day, BodiesPerMeasure));
            memory = await FillAsync(service, day, stored - ((20 + BodiesPerMeasure) * Lines));
            full = await IngestPostgres.SendAsync(service, IngestPostgres.Bodies(day, BodiesPerMeasure));
            fullRead = await MeasureReadAsync(service);
            await service.KillAsync();
        }

        var began = Stopwatch.GetTimestamp();
        await using var again = await NpsProcess.StartAsync(
            "unused.db", null, "--Store:Postgres", server.ConnectionString, "--Store:PostgresSchema", "growth", "--Logging:LogLevel:Default", "Warning");
        await ReadAsync(again);
        var name = stored >= 10_000_000 ? "10m" : string.Create(CultureInfo.InvariantCulture, $"{stored / 1_000_000}m");
        Result.Print($"restart.seconds_{name}", Stopwatch.GetElapsedTime(began).TotalSeconds, "s");
        Result.Print("ingest.growth.empty", empty, "responses/s");
        Result.Print("ingest.growth.full", full, "responses/s");
        Result.Print($"ingest.growth.ratio_{name}", full / empty, "ratio");
        Result.Print("read.growth.empty_ms", emptyRead, "ms");
        Result.Print($"read.growth.ratio_{name}", fullRead / emptyRead, "ratio");
        Result.Print("memory.bytes_per_response", memory, "bytes");
    }

    private static async Task<double> MeasureReadAsync(NpsProcess service)
    {
        var times = new List<double>();
        for (var read = 0; read < Reads; read++)
        {
            var began = Stopwatch.GetTimestamp();
            await ReadAsync(service);
            times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }

        return Result.Median(times);
    }

    private static async Task ReadAsync(NpsProcess service)
    {
        using var answer = await service.Http.GetAsync("/v1/tenants/bench/scores/tenant?window=24h");
        answer.EnsureSuccessStatusCode();
        await answer.Content.ReadAsByteArrayAsync();
    }

    /// <summary>
    /// Stores so many, and returns by how many bytes the server grew for each. It has had 400,000 under the same load before, which is
    /// what its heap needs to find its size; then the middle of the first tenth is compared with that of the last, both under full load.
    /// </summary>
    private static async Task<double> FillAsync(NpsProcess service, ResponseMaker day, int responses)
    {
        const int Bodies = 20;
        var steps = responses / (Bodies * Lines);
        var tenth = Math.Max(1, steps / 10);
        var (first, last) = (0.0, 0.0);
        await using var memory = new MemorySamples(service.Id);
        for (var step = 0; step < steps; step++)
        {
            var bodies = IngestPostgres.Bodies(day, Bodies);
            if (step == 0 || step == steps - tenth)
                memory.TakeMedian();
            await IngestPostgres.SendAsync(service, bodies);
            if (step == tenth - 1)
                first = memory.TakeMedian();
            if (step == steps - 1)
                last = memory.TakeMedian();
        }

        Result.Print("memory.mb", last / 1e6, "MB");
        return (last - first) / ((steps - tenth) * Bodies * Lines);
    }
}
