using System.ComponentModel.DataAnnotations;

namespace NpsRealtime.Web.RateLimits;

/// <summary>
/// How much of the server one caller may take, so that a flood of one costs the others nothing they notice. They hold where keys are
/// asked for; an open server serves whoever runs it, and has none. A refusal comes
/// a tenth of a second late, so that who heeds none takes little. <c>GET /v1/meta</c> lists them.
/// </summary>
public sealed class RateLimitOptions
{
    /// <summary>The configuration section that holds these options.</summary>
    public const string Section = "RateLimits";

    /// <summary>Requests a second of one key or link; twice as many at once after a pause. An NDJSON body of any length is one request.</summary>
    [Range(1, 1_000_000)]
    public int KeyRequestsPerSecond { get; set; } = 2_000;

    /// <summary>Requests a second of all keys and links of one tenant; twice as many at once after a pause.</summary>
    [Range(1, 1_000_000)]
    public int TenantRequestsPerSecond { get; set; } = 4_000;

    /// <summary>Requests a second of one address without a key that works; twice as many at once after a pause.</summary>
    [Range(1, 1_000_000)]
    public int AnonymousRequestsPerSecond { get; set; } = 100;

    /// <summary>Requests of one key or link that are under way at the same time; streams are counted apart.</summary>
    [Range(1, 100_000)]
    public int KeyRequestsAtOnce { get; set; } = 500;

    /// <summary>Hub connections and SSE streams of one key or link at the same time.</summary>
    [Range(1, 1_000_000)]
    public int KeyStreamsMax { get; set; } = 2_000;

    /// <summary>Messages a second that one hub connection may send; four times as many at once after a pause.</summary>
    [Range(1, 10_000)]
    public int HubMessagesPerSecond { get; set; } = 50;

    /// <summary>Connections that the server keeps open at the same time; more are closed at once.</summary>
    [Range(10, 1_000_000)]
    public int ConnectionsMax { get; set; } = 20_000;

    /// <summary>Seconds in which the headers of a request must have arrived.</summary>
    [Range(1, 120)]
    public int HeaderSeconds { get; set; } = 10;

    /// <summary>Bytes a second at which a body must arrive while the server is ready to read it.</summary>
    [Range(1, 1_000_000)]
    public int BodyBytesPerSecondMin { get; set; } = 240;

    /// <summary>Seconds that a body may be slower than that before it is given up.</summary>
    [Range(2, 600)]
    public int BodyGraceSeconds { get; set; } = 5;
}
