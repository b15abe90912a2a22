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

    // A service runs for months: each is measured once the runtime has compiled what is called often, by what it has seen of it. For single
    // requests, which take many steps, that takes it half a minute under load; bulk runs the same few loops.
    private static readonly TimeSpan SinglesWarmUp = TimeSpan.FromSeconds(40);
    private static readonly TimeSpan NdjsonWarmUp = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan FewForgotten = TimeSpan.FromSeconds(12);

    private static readonly bool IsLong = Environment.GetEnvironmentVariable("NPS_BENCH_LONG") == "1";

    public static async Task RunAsync()
    {
        await using var server = await StartServerAsync();
        var naive = await MeasureSinglesAsync(server);
        var copy = await BareCopy.RunAsync(server.ConnectionString, Bodies(new ResponseMaker(1, Now), 60), Lines);
        Result.Print("ingest.bare_copy", copy, "rows/s");
        var plain = await MeasureNdjsonAsync(server, "ndjson", seed => new ResponseMaker(seed, Now));
        Result.Print("ingest.ndjson.service", plain, "responses/s");
        Result.Print("ingest.ndjson.ratio_vs_naive", plain / naive, "ratio");
        Result.Print("ingest.ndjson.ratio_vs_copy", plain / copy, "ratio");
        var spread = await MeasureNdjsonAsync(server, "spread", Spread);
        Result.Print("ingest.spread.service", spread, "responses/s");
        Result.Print("ingest.spread.ratio_1y", spread / plain, "ratio");
        await MeasureTenantsAsync(server);
        await IngestPostgresGrowth.RunAsync(server, IsLong ? 10_000_000 : 1_000_000);
    }

    /// <summary>Only the NDJSON rate and where the processor's time of a response goes, for profiling.</summary>
    public static async Task RunNdjsonAsync()
    {
        await using var server = await StartServerAsync();
        var copy = await BareCopy.RunAsync(server.ConnectionString, Bodies(new ResponseMaker(1, Now), 60), Lines);
        var plain = await MeasureNdjsonAsync(server, "ndjson", seed => new ResponseMaker(seed, Now));
        Result.Print("ingest.bare_copy", copy, "rows/s");
        Result.Print("ingest.ndjson.service", plain, "responses/s");
        Result.Print("ingest.ndjson.ratio_vs_copy", plain / copy, "ratio");
        Result.Print("ingest.spread.service", await MeasureNdjsonAsync(server, "spread", Spread), "responses/s");
    }

    /// <summary>Only the thousand tenants.</summary>
    public static async Task RunTenantsAsync()
    {
        await using var server = await StartServerAsync();
        await MeasureTenantsAsync(server);
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

    private static ResponseMaker Spread(int seed) => new(seed, Now) { Spread = TimeSpan.FromDays(365), Agents = 2_000 };

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
        for (var began = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(began) < SinglesWarmUp;)
            await SinglePosts.RunAsync(port, Posts(maker, requests), Posters);
    }

    private static byte[][] Posts(ResponseMaker maker, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => SinglePosts.Request("/v1/tenants/bench/responses", maker.NextLine()))];

    private static async Task<double> MeasureNdjsonAsync(PostgresServer server, string schema, Func<int, ResponseMaker> maker)
    {
        await using var service = await StartServiceAsync(server, schema);
        var warm = maker(21);
        for (var began = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(began) < NdjsonWarmUp;)
            await SendAsync(service, Bodies(warm, 20));
        var bodies = Bodies(maker(22), 80);
        var time = ProcessorTime.Begin(service, server);
        var rate = await SendAsync(service, bodies);
        time.Print($"ingest.{schema}", bodies.Length * Lines);
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
