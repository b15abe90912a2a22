using System.Diagnostics;
using System.Globalization;
using NpsRealtime.Testing;

namespace NpsRealtime.Benchmarks;

/// <summary>
/// The service on PostgreSQL against what one would write first, against an empty endpoint, and against bare COPY; then with many
/// tenants, wide times, and many responses stored. Everything in one go on one server that waits for its disk.
/// <c>NPS_BENCH_LONG=1</c> stores ten million responses, otherwise one million.
/// </summary>
internal static class IngestPostgres
{
    private const int Lines = 5_000;
    private const int Connections = 4;
    private const int Posters = 64;

    /// <summary>The machine's disk and memory are its neighbours', too: what is compared is measured in turns, and the middle of each taken.</summary>
    private const int Turns = 3;

    // A service runs for months: each is measured once the runtime has compiled what is called often, by what it has seen of it. That takes it
    // more than half a minute under load: after 15 seconds of bulk a fifth of the service's time was still the compiler's.
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(40);

    private static readonly TimeSpan FewForgotten = TimeSpan.FromSeconds(12);

    private static readonly int Stored = Environment.GetEnvironmentVariable("NPS_BENCH_LONG") == "1" ? 10_000_000 : 1_000_000;

    public static async Task RunAsync()
    {
        await using var server = await StartServerAsync();
        var naive = await MeasureSinglesAsync(server);
        await CompareNdjsonAsync(server, naive);
        await MeasureTenantsAsync(server);
        await IngestPostgresGrowth.RunAsync(server, Stored);
    }

    /// <summary>Only the NDJSON rate and where the processor's time of a response goes, for profiling.</summary>
    public static async Task RunNdjsonAsync()
    {
        await using var server = await StartServerAsync();
        await CompareNdjsonAsync(server, naive: null);
    }

    /// <summary>Only the thousand tenants.</summary>
    public static async Task RunTenantsAsync()
    {
        await using var server = await StartServerAsync();
        await MeasureTenantsAsync(server);
    }

    /// <summary>Only what changes when many are stored.</summary>
    public static async Task RunGrowthAsync()
    {
        await using var server = await StartServerAsync();
        await IngestPostgresGrowth.RunAsync(server, Stored);
    }

    /// <summary>Only the single POSTs, for profiling.</summary>
    public static async Task RunSinglesAsync()
    {
        await using var server = await StartServerAsync();
        await MeasureSinglesAsync(server);
    }

    /// <summary>Starts the service on a schema of its own, with one tenant.</summary>
    public static async Task<NpsProcess> StartServiceAsync(PostgresServer server, string schema)
    {
        var service = await NpsProcess.StartAsync(
            "unused.db", null, "--Store:Postgres", server.ConnectionString, "--Store:PostgresSchema", schema, "--Logging:LogLevel:Default", "Warning");
        await PutTenantAsync(service, "bench");
        return service;
    }

    public static async Task PutTenantAsync(NpsProcess service, string name)
    {
        using var answer = await service.Http.PutAsync($"/v1/tenants/{name}", null);
        answer.EnsureSuccessStatusCode();
    }

    public static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    public static byte[][] Bodies(ResponseMaker maker, int count, int lines = Lines) =>
        [.. Enumerable.Range(0, count).Select(_ => maker.NextBody(lines))];

    public static Task<double> SendAsync(NpsProcess service, IEnumerable<byte[]> bodies) =>
        NdjsonLoad.RunAsync(service.Http, [.. bodies.Select(body => ("bench", body))], Lines, Connections);

    /// <summary>A server that waits for its disk, set up as one would for such a load.</summary>
    public static Task<PostgresServer> StartServerAsync() => PostgresServer.StartAsync(
        "fsync = on", "synchronous_commit = on", "shared_buffers = 1GB", "max_wal_size = 8GB", "checkpoint_timeout = 15min", "wal_compression = lz4");

    /// <summary>Answers of a year, by many agents.</summary>
    public static ResponseMaker Spread(int seed) => new(seed, Now) { Spread = TimeSpan.FromDays(365), Agents = 2_000 };

    private static async Task<double> MeasureSinglesAsync(PostgresServer server)
    {
        var posts = Posts(new ResponseMaker(11, Now), 4_000);
        double naive, noop;
        await using (var service = await BaselineProcess.StartAsync("naive-service", server.ConnectionString))
        {
            await WarmUpAsync(service.Port, seed: 12, requests: 1_000);
            naive = await SinglePosts.RunAsync(service.Port, posts, Posters);
        }

        await using (var service = await BaselineProcess.StartAsync("noop-service", server.ConnectionString))
        {
            await WarmUpAsync(service.Port, seed: 13, requests: 20_000);
            noop = await SinglePosts.RunAsync(service.Port, Posts(new ResponseMaker(14, Now), 100_000), Posters);
        }

        double ours;
        await using (var service = await StartServiceAsync(server, "singles"))
        {
            await WarmUpAsync(service.Address.Port, seed: 15, requests: 10_000);
            var measured = Posts(new ResponseMaker(16, Now), 60_000);
            var time = ProcessorTime.Begin(service, server);
            ours = await SinglePosts.RunAsync(service.Address.Port, measured, Posters);
            time.Print("ingest.single", measured.Length);
        }

        Result.Print("ingest.single.naive", naive, "responses/s");
        Result.Print("ingest.single.noop", noop, "requests/s");
        Result.Print("ingest.single.service", ours, "responses/s");
        Result.Print("ingest.single.ratio_vs_naive", ours / naive, "ratio");
        Result.Print("ingest.single.ratio_vs_noop", ours / noop, "ratio");
        return naive;
    }

    private static async Task WarmUpAsync(int port, int seed, int requests)
    {
        var maker = new ResponseMaker(seed, Now);
        for (var began = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(began) < WarmUp;)
            await SinglePosts.RunAsync(port, Posts(maker, requests), Posters);
    }

    private static byte[][] Posts(ResponseMaker maker, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => SinglePosts.Request("/v1/tenants/bench/responses", maker.NextLine()))];

    /// <summary>
    /// NDJSON within the hour and over a year, and bare COPY, each into what is empty: the service has warmed up with another tenant. What a
    /// million stored change is told too, and ten million by <see cref="IngestPostgresGrowth"/>.
    /// </summary>
    private static async Task CompareNdjsonAsync(PostgresServer server, double? naive)
    {
        var (copies, plains, spreads, intoMany) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
        var rows = Bodies(new ResponseMaker(1, Now), 60);
        await using (var service = await StartServiceAsync(server, "ndjson"))
        {
            await WarmUpAsync(service, new ResponseMaker(21, Now));
            for (var turn = 0; turn < Turns; turn++)
            {
                copies.Add(await BareCopy.RunAsync(server.ConnectionString, rows, Lines));
                plains.Add(await MeasureNdjsonAsync(server, service, "ndjson", $"plain{turn.ToString(CultureInfo.InvariantCulture)}", new ResponseMaker(22 + turn, Now)));
            }

            intoMany.Add(await MeasureNdjsonAsync(server, service, "ndjson_into_many", "bench", new ResponseMaker(29, Now)));
        }

        await using (var service = await StartServiceAsync(server, "spread"))
        {
            await WarmUpAsync(service, Spread(25));
            for (var turn = 0; turn < Turns; turn++)
                spreads.Add(await MeasureNdjsonAsync(server, service, "spread", $"year{turn.ToString(CultureInfo.InvariantCulture)}", Spread(26 + turn)));
        }

        var (copy, plain, spread) = (Result.Median(copies), Result.Median(plains), Result.Median(spreads));
        Result.Print("ingest.bare_copy", copy, "rows/s");
        Result.Print("ingest.ndjson.service", plain, "responses/s");
        if (naive is { } one)
            Result.Print("ingest.ndjson.ratio_vs_naive", plain / one, "ratio");
        Result.Print("ingest.ndjson.ratio_vs_copy", plain / copy, "ratio");
        Result.Print("ingest.ndjson.into_many_ratio_vs_copy", intoMany[0] / copy, "ratio");
        Result.Print("ingest.spread.service", spread, "responses/s");
        Result.Print("ingest.spread.ratio_1y", spread / plain, "ratio");
    }

    /// <summary>Sends lines until the service's code has been compiled by what was seen of it.</summary>
    public static async Task WarmUpAsync(NpsProcess service, ResponseMaker maker)
    {
        for (var began = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(began) < WarmUp;)
            await SendAsync(service, Bodies(maker, 20));
    }

    private static async Task<double> MeasureNdjsonAsync(PostgresServer server, NpsProcess service, string name, string tenant, ResponseMaker maker)
    {
        await PutTenantAsync(service, tenant);
        var bodies = Bodies(maker, 80);
        var time = ProcessorTime.Begin(service, server);
        var rate = await NdjsonLoad.RunAsync(service.Http, [.. bodies.Select(body => (tenant, body))], Lines, Connections);
        time.Print($"ingest.{name}", bodies.Length * Lines);
        Result.Print($"ingest.{name}.turn", rate, "responses/s");
        return rate;
    }

    private static async Task MeasureTenantsAsync(PostgresServer server)
    {
        const int Tenants = 1_000;
        const int LinesEach = 500;
        await using var service = await StartServiceAsync(server, "tenants");
        for (var tenant = 0; tenant < Tenants; tenant++)
            await PutTenantAsync(service, $"t{tenant.ToString(CultureInfo.InvariantCulture)}");
        var maker = new ResponseMaker(31, Now);
        var warm = Enumerable.Range(0, Tenants).Select(tenant => ($"t{tenant.ToString(CultureInfo.InvariantCulture)}", maker.NextBody(100)));
        await NdjsonLoad.RunAsync(service.Http, [.. warm], 100, 16);
        await NdjsonLoad.RunAsync(service.Http, [.. Bodies(maker, 100, LinesEach).Select(body => ("bench", body))], LinesEach, 16);

        // The warming up left some who have sent a few: beside these one tenant's load would be a flood, and held back.
        await Task.Delay(FewForgotten, TimeProvider.System);
        var one = await NdjsonLoad.RunAsync(service.Http, [.. Bodies(maker, Tenants / 2, LinesEach).Select(body => ("bench", body))], LinesEach, 16);
        var spread = Bodies(maker, Tenants, LinesEach).Select((body, tenant) => ($"t{tenant.ToString(CultureInfo.InvariantCulture)}", body));
        var many = await NdjsonLoad.RunAsync(service.Http, [.. spread], LinesEach, 16);
        Result.Print("ingest.tenants.one", one, "responses/s");
        Result.Print("ingest.tenants.thousand", many, "responses/s");
        Result.Print("ingest.tenants.ratio_1000", many / one, "ratio");
    }
}
