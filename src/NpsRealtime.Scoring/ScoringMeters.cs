using System.Diagnostics.Metrics;
using NpsRealtime.Scoring.Responses;

namespace NpsRealtime.Scoring;

/// <summary>The meters <c>NpsRealtime.Scoring</c>. Names and units follow OpenTelemetry's conventions.</summary>
public static class ScoringMeters
{
    /// <summary>The meter's name.</summary>
    public const string Name = "NpsRealtime.Scoring";

    private static readonly Meter Meter = new(Name);

    private static readonly Counter<long> Responses =
        Meter.CreateCounter<long>("nps.responses", "{response}", "Requests decided, by outcome.");

    private static readonly Histogram<double> CommitSeconds =
        Meter.CreateHistogram<double>("nps.commit.duration", "s", "Time of one commit transaction.");

    private static readonly Histogram<int> GroupSize =
        Meter.CreateHistogram<int>("nps.group.size", "{response}", "Requests in one group.");

    private static readonly UpDownCounter<long> WaitingBytes =
        Meter.CreateUpDownCounter<long>("nps.waiting", "By", "Bytes of requests that wait for their commit.");

    private static readonly Histogram<double> RollUpSeconds =
        Meter.CreateHistogram<double>("nps.rollup.lag", "s", "From the acceptance of a response to its arrival in a live score.");

    private static readonly Counter<long> LoadCount =
        Meter.CreateCounter<long>("nps.loads", "{load}", "Live scores loaded from the store.");

    private static readonly Counter<long> FenceCount =
        Meter.CreateCounter<long>("nps.fences.lost", "{fence}", "Partitions that found another owner or history.");

    private static readonly Counter<long> OverflowCount =
        Meter.CreateCounter<long>("nps.keys.overflow", "{key}", "Names beyond a limit that count under ~other.");

    internal static void Decided(IReadOnlyList<ResponseStatus> statuses)
    {
        if (!Responses.Enabled)
            return;
        foreach (var status in statuses.GroupBy(status => status))
            Responses.Add(status.Count(), new KeyValuePair<string, object?>("outcome", status.Key.ToString()));
    }

    internal static void Decided(ResponseStatus status, int count) =>
        Responses.Add(count, new KeyValuePair<string, object?>("outcome", status.ToString()));

    internal static void Committed(TimeSpan duration, IEnumerable<int> groupSizes)
    {
        CommitSeconds.Record(duration.TotalSeconds);
        foreach (var size in groupSizes)
            GroupSize.Record(size);
    }

    internal static void Waiting(long bytes) => WaitingBytes.Add(bytes);

    internal static void RolledUp(TimeSpan lag) => RollUpSeconds.Record(lag.TotalSeconds);

    internal static void Loaded() => LoadCount.Add(1);

    internal static void FenceLost() => FenceCount.Add(1);

    internal static void Overflowed(string option, long names) => OverflowCount.Add(names, new KeyValuePair<string, object?>("option", option));
}
