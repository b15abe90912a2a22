using System.ComponentModel.DataAnnotations;

namespace NpsRealtime.Web;

/// <summary>The limits and knobs of HTTP and the streams, with default, range and meaning. <c>GET /v1/meta</c> lists them.</summary>
public sealed class WebOptions
{
    /// <summary>The configuration section that holds these options.</summary>
    public const string Section = "Web";

    /// <summary>Bytes of a request body, except NDJSON, which has no bound.</summary>
    [Range(16_384, 67_108_864)]
    public int RequestBytesMax { get; set; } = 1_048_576;

    /// <summary>Lines of an NDJSON body that go to the engine together.</summary>
    [Range(1, 10_000)]
    public int BatchLinesMax { get; set; } = 1_000;

    /// <summary>Bytes of NDJSON lines that go to the engine together.</summary>
    [Range(16_384, 4_194_304)]
    public int BatchBytesMax { get; set; } = 262_144;

    /// <summary>Batches of one NDJSON body that wait for their commit while the next ones are read.</summary>
    [Range(1, 64)]
    public int BatchesInFlightMax { get; set; } = 16;

    /// <summary>Faulty lines that an NDJSON answer lists; all are counted.</summary>
    [Range(0, 100_000)]
    public int ListedErrorsMax { get; set; } = 1_000;

    /// <summary>Viewers (hub connections and SSE streams) of one node.</summary>
    [Range(1, 1_000_000)]
    public int ViewersMax { get; set; } = 10_000;

    /// <summary>
    /// Scores that one viewer may watch at the same time: at least a board's own, every channel and every touchpoint that a tenant may have.
    /// </summary>
    [Range(1, 100_000)]
    public int ScoresPerViewerMax { get; set; } = 4_000;

    /// <summary>
    /// Seconds after which a score that has not been confirmed where it lives is called live no longer. It is asked every five seconds.
    /// </summary>
    [Range(6, 300)]
    public int UnconfirmedSeconds { get; set; } = 8;

    /// <summary>Seconds that a subscription waits for the first snapshots before it answers with those that are there.</summary>
    [Range(0, 30)]
    public int FirstSnapshotSeconds { get; set; } = 3;

    /// <summary>Seconds that a message may wait for a viewer that has stopped reading before the viewer is dropped.</summary>
    [Range(1, 600)]
    public int StuckViewerSeconds { get; set; } = 30;

    /// <summary>Seconds between two heartbeats of an SSE stream.</summary>
    [Range(1, 300)]
    public int HeartbeatSeconds { get; set; } = 15;

    /// <summary>Seconds between two pings of the hub; a client should give the connection up after a few without one.</summary>
    [Range(1, 60)]
    public int HubPingSeconds { get; set; } = 5;

    /// <summary>Seconds without any message from a hub client after which the server gives the connection up.</summary>
    [Range(2, 600)]
    public int HubClientTimeoutSeconds { get; set; } = 30;

    /// <summary>Seconds that requests under way have to end when the program is asked to stop.</summary>
    [Range(1, 300)]
    public int ShutdownSeconds { get; set; } = 15;
}
