using System.Diagnostics;

namespace NpsRealtime.Grains;

/// <summary>The traces of a cluster's node, of which Orleans' own traces of calls become parts. None holds content of a response.</summary>
internal static class Tracing
{
    private static readonly ActivitySource Source = new("NpsRealtime.Grains");

    /// <summary>
    /// What follows is a trace of its own: requests over HTTP are not traced, so that what hangs on one is dropped; and what runs on for long
    /// would for ever be part of the request that happened to begin it.
    /// </summary>
    public static void BeginAnew() => Activity.Current = null;

    /// <summary>Requests on their way to their partition, however many calls that takes.</summary>
    public static Activity? Send(string tenant, int partition, int requests)
    {
        var activity = Source.StartActivity("send responses", ActivityKind.Client);
        activity?.SetTag("nps.tenant", tenant).SetTag("nps.partition", partition).SetTag("nps.requests", requests);
        return activity;
    }
}
