using NpsRealtime.Benchmarks;

var benchmarks = new Dictionary<string, Func<Task>>(StringComparer.Ordinal)
{
    ["ingest-sqlite"] = IngestSqlite.RunAsync,
    ["ingest-postgres"] = IngestPostgres.RunAsync,
    ["ndjson-postgres"] = IngestPostgres.RunNdjsonAsync,
    ["singles-postgres"] = IngestPostgres.RunSinglesAsync,
    ["growth-postgres"] = IngestPostgres.RunGrowthAsync,
    ["tenants-postgres"] = IngestPostgres.RunTenantsAsync,
    ["latency"] = Latency.RunAsync,
    ["fairness"] = Fairness.RunAsync,
    ["fairness-sqlite"] = Fairness.RunSqliteAsync,
    ["fairness-postgres"] = Fairness.RunPostgresAsync,
    ["flood"] = () => FloodProcess.RunAsync(isRepeating: false),
    ["flood-repeating"] = () => FloodProcess.RunAsync(isRepeating: true),
    ["builds"] = Builds.RunAsync,
    ["builds-rates"] = Builds.RunRatesAsync,
    ["builds-spread"] = Builds.RunSpreadAsync,
    ["builds-sqlite"] = Builds.RunSqliteAsync,
    ["builds-postgres"] = Builds.RunPostgresAsync,
    ["builds-singles"] = Builds.RunSinglesAsync,
    ["builds-start"] = Builds.MeasureStartsAsync,
    ["usual"] = UsualBenchmark.RunAsync,
    ["cluster"] = Cluster.RunAsync,
    ["cluster-recovery"] = ClusterRecovery.RunAsync,
    ["cluster-size"] = ClusterSize.RunAsync,

    // What ingest-postgres measures against, each a process of its own.
    ["naive-service"] = BaselineServices.RunNaiveAsync,
    ["noop-service"] = BaselineServices.RunNoopAsync,
    ["drain-service"] = BaselineServices.RunDrainAsync,
};

if (args.Length == 1 && benchmarks.TryGetValue(args[0], out var benchmark))
{
    await benchmark();
    return 0;
}

await Console.Error.WriteLineAsync($"Name one benchmark: {string.Join(", ", benchmarks.Keys)}.");
return 2;
