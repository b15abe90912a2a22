using System.Diagnostics;
using System.Globalization;
using Npgsql;
using NpsRealtime.Testing;

namespace NpsRealtime.Benchmarks;

/// <summary>What changes when many responses are stored: the rate, the time of a read, the start, the memory.</summary>
internal static class IngestPostgresGrowth
{
    private const int BodiesPerMeasure = 60;
    private const int Lines = 5_000;
    private const int Reads = 5_000;

    /// <summary>So long a flood's changes are being merged, and the code of a read compiled; who reads then measures that.</summary>
    private static readonly TimeSpan BeforeReads = TimeSpan.FromSeconds(5);

    public static async Task RunAsync(PostgresServer server, int stored)
    {
        double empty, full, emptyRead, fullRead, memory;
        await using (var service = await IngestPostgres.StartServiceAsync(server, "growth"))
        {
            var day = new ResponseMaker(41, IngestPostgres.Now) { Spread = TimeSpan.FromHours(20) };
            await WarmUpAsync(server, service, day);
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

    /// <summary>
    /// Has the server's code compiled by what was seen of it, and leaves its tables empty: else the first measure would be of code that is
    /// being compiled, and a rate that falls with what is stored would not be seen.
    /// </summary>
    private static async Task WarmUpAsync(PostgresServer server, NpsProcess service, ResponseMaker day)
    {
        await IngestPostgres.WarmUpAsync(service, day);
        (await service.Http.DeleteAsync("/v1/tenants/bench")).EnsureSuccessStatusCode();
        await IngestPostgres.PutTenantAsync(service, "bench");
        await using var source = NpgsqlDataSource.Create(server.ConnectionString);
        foreach (var table in (string[])["responses", "arrivals", "tallies", "tally_days", "commits"])
        {
            await using var vacuum = source.CreateCommand($"vacuum full growth.{table}");
            vacuum.CommandTimeout = 300;
            await vacuum.ExecuteNonQueryAsync();
        }
    }

    /// <summary>Milliseconds that a read takes while nothing else is under way.</summary>
    private static async Task<double> MeasureReadAsync(NpsProcess service)
    {
        for (var began = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(began) < BeforeReads;)
            await ReadAsync(service);
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
    /// Stores so many, and returns by how many bytes the objects that the server keeps grew for each. In the first tenth its caches fill;
    /// so the middle of the three tenths after that is compared with that of the last three. Every tenth's is printed, and what was
    /// resident under load.
    /// </summary>
    private static async Task<double> FillAsync(NpsProcess service, ResponseMaker day, int responses)
    {
        const int Tenths = 10;
        const int Compared = 3;
        const int Bodies = 20;
        var steps = Math.Max(1, responses / (Tenths * Bodies * Lines));
        var live = new List<double>();
        await using var memory = new MemorySamples(service.Id);
        for (var tenth = 0; tenth < Tenths; tenth++)
        {
            for (var step = 0; step < steps; step++)
                await IngestPostgres.SendAsync(service, IngestPostgres.Bodies(day, Bodies));
            Result.Print("memory.resident_mb", memory.TakeMedian() / 1e6, "MB");
            live.Add(await LiveHeap.LeastBytesOfAsync(service.Id));
            Result.Print("memory.live_mb", live[^1] / 1e6, "MB");

            // What was resident in those quiet seconds is no load's.
            memory.TakeMedian();
        }

        var growth = Result.Median(live[^Compared..]) - Result.Median(live[1..(1 + Compared)]);
        return growth / ((Tenths - Compared - 1) * steps * Bodies * Lines);
    }
}
