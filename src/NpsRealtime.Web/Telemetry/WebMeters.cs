using System.Diagnostics.Metrics;
using NpsRealtime.Web.Problems;

namespace NpsRealtime.Web.Telemetry;

/// <summary>What the web layer measures. The engine measures responses and commits itself.</summary>
internal static class WebMeters
{
    /// <summary>The meter's name.</summary>
    public const string Name = "NpsRealtime.Web";

    private static readonly Meter Meter = new(Name);

    private static readonly Counter<long> Problems =
        Meter.CreateCounter<long>("nps.web.problems", "{answer}", "Answers that reported a problem, by its code.");

    private static readonly Counter<long> Received =
        Meter.CreateCounter<long>("nps.web.responses", "{response}", "Responses that were answered, by outcome and by how they were sent.");

    private static readonly UpDownCounter<long> Viewers =
        Meter.CreateUpDownCounter<long>("nps.web.viewers", "{viewer}", "Viewers that are connected, by transport.");

    private static readonly Counter<long> StuckViewers =
        Meter.CreateCounter<long>("nps.web.viewers.stuck", "{viewer}", "Viewers that were dropped since they had stopped reading.");

    private static readonly Histogram<double> PublishDelay =
        Meter.CreateHistogram<double>("nps.web.publish.delay", "ms", "From the engine's publishing a snapshot to its hand-over to a viewer's connection.");

    public static void Refused(ProblemKind kind) =>
        Problems.Add(1, new KeyValuePair<string, object?>("code", kind.Code), new KeyValuePair<string, object?>("status", kind.Status));

    public static void Answered(string outcome, string form, long count = 1)
    {
        if (count > 0)
            Received.Add(count, new KeyValuePair<string, object?>("outcome", outcome), new KeyValuePair<string, object?>("form", form));
    }

    public static void ViewerCame(string transport) => Viewers.Add(1, new KeyValuePair<string, object?>("transport", transport));

    public static void ViewerLeft(string transport) => Viewers.Add(-1, new KeyValuePair<string, object?>("transport", transport));

    public static void ViewerStuck(string transport) => StuckViewers.Add(1, new KeyValuePair<string, object?>("transport", transport));

    public static void Published(TimeSpan delay) => PublishDelay.Record(delay.TotalMilliseconds);
}
