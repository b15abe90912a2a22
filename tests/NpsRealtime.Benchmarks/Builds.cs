using System.Diagnostics;
using System.Globalization;
using NpsRealtime.Testing;

namespace NpsRealtime.Benchmarks;

/// <summary>
/// Two builds of the server beside each other, by turns, so that whatever disturbs one disturbs the other: what a change brings, or what a
/// mechanism costs that is left out of one of them. <c>NPS_BENCH_OTHER</c> names the other build's program; this build's is this one's, or
/// what <c>NPS_TEST_SERVER</c> names. Ratios are this build's figure by the other's, the median of the turns.
/// </summary>
internal static class Builds
{
    private const int Turns = 5;
    private const int Lines = 2_000;
    private const int Bodies = 60;
    private const int Connections = 4;
    private const int Posters = 64;
    private const int Posts = 20_000;
    private const int Isolated = 60;

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(25);
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(20);

    private static readonly string[] Programs =
    [
        NpsProcess.ServerPath,
        Environment.GetEnvironmentVariable("NPS_BENCH_OTHER")
            ?? throw new InvalidOperationException("NPS_BENCH_OTHER names no other build's NpsRealtime.Server.dll."),
    ];

    public static async Task RunAsync()
    {
        await RunSqliteAsync();
        await RunPostgresAsync();
        await MeasureStartsAsync();
    }

    /// <summary>Rates alone, on both stores: what a mechanism of the write path brings.</summary>
    public static async Task RunRatesAsync()
    {
        await RunSqliteAsync(ratesOnly: true);
        await RunPostgresAsync(ratesOnly: true);
    }

    /// <summary>On PostgreSQL: answers spread over a year, which touch a bucket each, and what a response takes on disk.</summary>
    public static async Task RunSpreadAsync()
    {
        await using var postgres = await IngestPostgres.StartServerAsync();
        NpsProcess[] servers = [LaunchOn(postgres, 0), LaunchOn(postgres, 1)];
        var (rates, disk) = (new List<double>[] { [], [] }, new List<double>[] { [], [] });
        foreach (var server in servers)
        {
            await server.ReadyAsync();
            await IngestPostgres.PutTenantAsync(server, "bench");
            await IngestPostgres.WarmUpAsync(server, IngestPostgres.Spread(25));
        }

        for (var turn = 0; turn < Turns; turn++)
        {
            foreach (var which in Order(turn))
            {
                var tenant = $"year{turn.ToString(CultureInfo.InvariantCulture)}";
                await IngestPostgres.PutTenantAsync(servers[which], tenant);
                var maker = IngestPostgres.Spread((100 * turn) + 30 + which);
                var bodies = Enumerable.Range(0, 2 * Bodies).Select(_ => (tenant, maker.NextBody(Lines))).ToArray();
                var before = await SizeAsync(postgres, which);
                rates[which].Add(await NdjsonLoad.RunAsync(servers[which].Http, bodies, Lines, Connections));
                disk[which].Add((await SizeAsync(postgres, which) - before) / (bodies.Length * Lines));
            }
        }

        foreach (var server in servers)
            await server.DisposeAsync();
        Print("postgres.spread", rates, "responses/s");
        Print("postgres.disk", disk, "bytes/response");
    }

    public static Task RunSqliteAsync() => RunSqliteAsync(ratesOnly: false);

    public static Task RunPostgresAsync() => RunPostgresAsync(ratesOnly: false);

    private static async Task RunSqliteAsync(bool ratesOnly)
    {
        var folder = Directory.CreateTempSubdirectory("nps-builds-").FullName;
        try
        {
            await CompareAsync("sqlite", which => Launch(which, Path.Combine(folder, $"{which}.db")), ratesOnly);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Single POSTs alone, on PostgreSQL: for looking for what costs them.</summary>
    public static async Task RunSinglesAsync()
    {
        await using var postgres = await IngestPostgres.StartServerAsync();
        NpsProcess[] servers = [LaunchOn(postgres, 0), LaunchOn(postgres, 1)];
        var singles = new List<double>[] { [], [] };
        foreach (var server in servers)
        {
            await server.ReadyAsync();
            await IngestPostgres.PutTenantAsync(server, "bench");
            for (var warming = 0; warming < 5; warming++)
                await SinglePosts.RunAsync(server.Address.Port, Requests(new ResponseMaker(warming, TimeProvider.System.GetUtcNow()), "bench", Posts), Posters);
        }

        for (var turn = 0; turn < 2 * Turns; turn++)
        {
            foreach (var which in Order(turn))
            {
                var maker = new ResponseMaker((100 * turn) + 10 + which, TimeProvider.System.GetUtcNow());
                singles[which].Add(await SinglePosts.RunAsync(servers[which].Address.Port, Requests(maker, "bench", Posts), Posters));
            }
        }

        foreach (var server in servers)
            await server.DisposeAsync();
        Print("postgres.single", singles, "responses/s");
    }

    private static async Task RunPostgresAsync(bool ratesOnly)
    {
        await using var postgres = await IngestPostgres.StartServerAsync();
        await CompareAsync("postgres", which => LaunchOn(postgres, which), ratesOnly);
    }

    /// <summary>How long a start and a stop take on an empty file, and what an idle server holds.</summary>
    public static async Task MeasureStartsAsync()
    {
        var (ready, ended, resident) = (new List<double>[] { [], [] }, new List<double>[] { [], [] }, new List<double>[] { [], [] });
        for (var turn = 0; turn <= Turns; turn++)
        {
            foreach (var which in Order(turn))
            {
                var folder = Directory.CreateTempSubdirectory("nps-builds-").FullName;
                var began = Stopwatch.GetTimestamp();
                await using var server = Launch(which, Path.Combine(folder, "nps.db"));
                await server.ReadyAsync(milliseconds: 10);
                var started = Stopwatch.GetElapsedTime(began).TotalSeconds;
                await Task.Delay(Idle, TimeProvider.System);
                var bytes = OwnMemory(server.Id);
                began = Stopwatch.GetTimestamp();
                await server.StopAsync();

                // The first turn brings the files into memory.
                if (turn > 0)
                {
                    ready[which].Add(started);
                    ended[which].Add(Stopwatch.GetElapsedTime(began).TotalSeconds);
                    resident[which].Add(bytes / 1e6);
                }

                Directory.Delete(folder, recursive: true);
            }
        }

        Print("ready", ready, "s");
        Print("ended", ended, "s");
        Print("resident", resident, "MB");
    }

    private static async Task CompareAsync(string store, Func<int, NpsProcess> launch, bool ratesOnly)
    {
        await using var first = launch(0);
        await using var second = launch(1);
        NpsProcess[] servers = [first, second];
        foreach (var server in servers)
        {
            await server.ReadyAsync();
            await IngestPostgres.PutTenantAsync(server, "bench");
            await IngestPostgres.PutTenantAsync(server, "warm");
            await WarmAsync(server);
        }

        var (lines, singles, isolated) = (new List<double>[] { [], [] }, new List<double>[] { [], [] }, new List<double>[] { [], [] });
        for (var turn = 0; turn < Turns; turn++)
        {
            foreach (var which in Order(turn))
            {
                var maker = new ResponseMaker((100 * turn) + which, TimeProvider.System.GetUtcNow());
                var bodies = Enumerable.Range(0, Bodies).Select(_ => ("bench", maker.NextBody(Lines))).ToArray();
                lines[which].Add(await NdjsonLoad.RunAsync(servers[which].Http, bodies, Lines, Connections));
            }

            foreach (var which in Order(turn))
            {
                var maker = new ResponseMaker((100 * turn) + 10 + which, TimeProvider.System.GetUtcNow());
                singles[which].Add(await SinglePosts.RunAsync(servers[which].Address.Port, Requests(maker, "bench", Posts), Posters));
            }

            foreach (var which in Order(turn).Where(_ => !ratesOnly))
                isolated[which].AddRange(await IsolatedAsync(servers[which]));
        }

        Print($"{store}.ndjson", lines, "responses/s");
        Print($"{store}.single", singles, "responses/s");
        if (!ratesOnly)
            PrintQuantiles($"{store}.isolated", isolated);
    }

    private static async Task WarmAsync(NpsProcess server)
    {
        var maker = new ResponseMaker(7, TimeProvider.System.GetUtcNow());
        for (var began = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(began) < WarmUp;)
        {
            await NdjsonLoad.RunAsync(server.Http, [.. Enumerable.Range(0, 8).Select(_ => ("warm", maker.NextBody(Lines)))], Lines, Connections);
            await SinglePosts.RunAsync(server.Address.Port, Requests(maker, "warm", 4_000), Posters);
        }
    }

    private static byte[][] Requests(ResponseMaker maker, string tenant, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => SinglePosts.Request($"/v1/tenants/{tenant}/responses", maker.NextLine()))];

    /// <summary>From POST to a SignalR client, one response at a time with nothing else under way.</summary>
    private static async Task<List<double>> IsolatedAsync(NpsProcess server)
    {
        using var viewer = await Viewers.StartAsync(server.Address, "bench", 1);
        var sent = new List<(long Head, double At)>();
        for (var index = 0; index < Isolated; index++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(150 + (index * 37 % 100)), TimeProvider.System);
            sent.AddRange(await Latency.SendAsync(server.Http, 1));
        }

        await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System);
        return Latency.Latencies(sent, viewer.Seen);
    }

    private static int[] Order(int turn) => turn % 2 == 0 ? [0, 1] : [1, 0];

    private static NpsProcess LaunchOn(PostgresServer postgres, int which) => Launch(
        which, "unused.db", "--Store:Postgres", postgres.ConnectionString, "--Store:PostgresSchema", $"build{which}");

    private static NpsProcess Launch(int which, string path, params string[] args) =>
        NpsProcess.LaunchFrom(Programs[which], path, NpsProcess.FreePort(), [.. args, "--Logging:LogLevel:Default", "Warning"]);

    private static async Task<double> SizeAsync(PostgresServer postgres, int which) => double.Parse(
        await postgres.ExecuteAsync("nps", $"""
            select coalesce(sum(pg_total_relation_size(c.oid)), 0) from pg_class c where relnamespace = 'build{which.ToString(CultureInfo.InvariantCulture)}'::regnamespace and relkind = 'r'
            """),
        CultureInfo.InvariantCulture);

    private static double OwnMemory(int process)
    {
        var line = File.ReadLines($"/proc/{process}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return 1_024 * double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }

    private static void Print(string name, List<double>[] figures, string unit)
    {
        Result.Print($"builds.{name}.this", Result.Median(figures[0]), unit);
        Result.Print($"builds.{name}.other", Result.Median(figures[1]), unit);
        var ratios = figures[0].Zip(figures[1], (one, other) => one / other).ToArray();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"builds.{name}: {string.Join(' ', ratios.Select(ratio => ratio.ToString("0.00", CultureInfo.InvariantCulture)))}"));
        Result.Print($"builds.{name}.ratio", Result.Median(ratios), "ratio");
    }

    private static void PrintQuantiles(string name, List<double>[] milliseconds)
    {
        foreach (var (share, what) in ((double, string)[])[(0.5, "p50"), (0.99, "p99")])
        {
            var (one, other) = (Result.Quantile(milliseconds[0], share), Result.Quantile(milliseconds[1], share));
            Result.Print($"builds.{name}.{what}_ms.this", one, "ms");
            Result.Print($"builds.{name}.{what}_ms.other", other, "ms");
            Result.Print($"builds.{name}.{what}.ratio", one / other, "ratio");
        }
    }
}
