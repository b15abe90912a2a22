using System.Globalization;
using System.Runtime.InteropServices;

namespace NpsRealtime.Benchmarks;

/// <summary>
/// The page RESULTS.md: the latest figure of each name, with what it must be. Written when <c>NPS_BENCH_RECORD</c> is 1, so that a trial
/// on a busy machine leaves no mark.
/// </summary>
internal static class ResultPage
{
    private const string Head =
        """
        # Measured

        Written by the benchmarks beside this page (`NPS_BENCH_RECORD=1 dotnet run -c Release --project tests/NpsRealtime.Benchmarks -- NAME`): the
        latest figure of each name; older ones are in the history of this file. Ratios are of one run on one machine. A bound that is missed stays.

        | figure | value | unit | must | day | machine |
        |---|---|---|---|---|---|

        """;

    /// <summary>What a figure must be; aims and bare observations have none.</summary>
    private static readonly Dictionary<string, string> Bounds = new(StringComparer.Ordinal)
    {
        ["latency.p99_ms"] = "≤ 150",
        ["latency.crowded.p99_ratio"] = "≤ 2",
        ["ingest.sqlite.ratio_vs_bare"] = "≥ 0.5",
        ["ingest.single.ratio_vs_naive"] = "≥ 12",
        ["ingest.single.ratio_vs_noop"] = "≥ 0.2",
        ["ingest.ndjson.ratio_vs_naive"] = "≥ 80",
        ["ingest.ndjson.ratio_vs_copy"] = "≥ 0.3",
        ["ingest.tenants.ratio_1000"] = "≥ 0.4",
        ["ingest.spread.ratio_1y"] = "≥ 0.25",
        ["ingest.growth.ratio_10m"] = "≥ 0.6",
        ["read.growth.ratio_10m"] = "≤ 1.5",
        ["restart.seconds_10m"] = "≤ 5",
        ["memory.bytes_per_response"] = "≤ 0.5",
        ["fairness.p99_ratio"] = "≤ 2",
        ["fairness.postgres.p99_ratio"] = "≤ 2",
        ["cluster.latency.p99_ms"] = "≤ 250",
        ["cluster.recovery.killed.median_seconds"] = "≤ 4",
        ["cluster.recovery.killed.worst_seconds"] = "≤ 7",
        ["cluster.recovery.frozen.median_seconds"] = "≤ 6",
        ["cluster.recovery.frozen.worst_seconds"] = "≤ 9",
        ["cluster.recovery.busy_deaths"] = "0",
        ["usual.false_share_max"] = "≤ 0.05",
        ["builds.ready.this"] = "≤ 2.5",
        ["builds.ended.this"] = "≤ 1",
        ["builds.resident.this"] = "≤ 150",
    };

    /// <summary>Puts a figure in the place of its older one.</summary>
    public static void Record(string name, double value, string unit)
    {
        if (Environment.GetEnvironmentVariable("NPS_BENCH_RECORD") != "1")
            return;
        var path = Path.Combine(Repository(), "tests/NpsRealtime.Benchmarks/RESULTS.md");
        var rows = File.Exists(path)
            ? File.ReadLines(path).Where(line => line.StartsWith("| `", StringComparison.Ordinal)).ToDictionary(line => line.Split('`')[1], StringComparer.Ordinal)
            : new Dictionary<string, string>(StringComparer.Ordinal);
        rows[name] = string.Create(
            CultureInfo.InvariantCulture,
            $"| `{name}` | {value:0.###} | {unit} | {Bounds.GetValueOrDefault(name, "")} | {TimeProvider.System.GetUtcNow():yyyy-MM-dd} | {Machine} |");
        File.WriteAllText(path, Head + string.Join('\n', rows.OrderBy(row => row.Key, StringComparer.Ordinal).Select(row => row.Value)) + "\n");
    }

    private static string Machine => string.Create(
        CultureInfo.InvariantCulture,
        $"{Environment.ProcessorCount} cores, {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1_073_741_824.0:0} GiB, .NET {Environment.Version}, {RuntimeInformation.OSArchitecture}");

    private static string Repository()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "NpsRealtime.sln")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("Run this benchmark from a checkout.");
        return folder;
    }
}
