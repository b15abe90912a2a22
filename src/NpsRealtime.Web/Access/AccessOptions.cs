using System.ComponentModel.DataAnnotations;

namespace NpsRealtime.Web.Access;

/// <summary>Who may reach the server, and how many of what it keeps for them. <c>GET /v1/meta</c> lists the numbers.</summary>
public sealed class AccessOptions
{
    /// <summary>The configuration section that holds these options.</summary>
    public const string Section = "Access";

    /// <summary>Whether everybody may do everything without a key; only on loopback addresses. <c>--open</c> sets it.</summary>
    public bool Open { get; set; }

    /// <summary>The folder for the file with the first platform key; next to the database when nothing is set.</summary>
    public string KeyFolder { get; set; } = "";

    /// <summary>The names under which clients address the server, separated by commas; the loopback names are always taken.</summary>
    public string Hosts { get; set; } = "";

    /// <summary>Origins whose pages may call the server from a browser, as in <c>https://intranet.example</c>, separated by commas.</summary>
    public string Origins { get; set; } = "";

    /// <summary>Origins whose pages may show a board in a frame, separated by commas.</summary>
    public string Embedders { get; set; } = "";

    /// <summary>Addresses or networks (<c>10.0.0.0/8</c>) of proxies whose <c>X-Forwarded-*</c> headers are believed, separated by commas.</summary>
    public string Proxies { get; set; } = "";

    /// <summary>Keys that a tenant, or the platform, may have; revoked and expired ones make room.</summary>
    [Range(1, 10_000)]
    public int KeysMax { get; set; } = 200;

    /// <summary>Board links that a tenant may have; revoked and expired ones make room.</summary>
    [Range(1, 10_000)]
    public int LinksMax { get; set; } = 1_000;

    /// <summary>Milliseconds between two looks for keys that another node changed, and for those that expired.</summary>
    [Range(100, 4_000)]
    public int RefreshMilliseconds { get; set; } = 1_000;

    /// <summary>Seconds between two writings of when each key was used last.</summary>
    [Range(1, 3_600)]
    public int LastUseSeconds { get; set; } = 60;

    /// <summary>Minutes that a rotated key goes on working beside the new one when nothing else is asked for.</summary>
    [Range(0, 43_200)]
    public int RotationMinutes { get; set; } = 1_440;

    /// <summary>Minutes between two rounds that blank what is older than its tenant's retention.</summary>
    [Range(1, 10_080)]
    public int RetentionMinutes { get; set; } = 360;

    /// <summary>Seconds that a pairing code may be confirmed.</summary>
    [Range(30, 3_600)]
    public int PairingSeconds { get; set; } = 300;

    /// <summary>Refused callers a second that the log names; of the others it tells how many there were.</summary>
    [Range(0, 10_000)]
    public int RefusalsLoggedPerSecond { get; set; } = 5;

    /// <summary>The entries of a list, trimmed.</summary>
    internal static string[] Entries(string list) =>
        list.Split([',', ';'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
