using System.ComponentModel.DataAnnotations;

namespace NpsRealtime.Silo;

/// <summary>How this node takes part in its cluster.</summary>
public sealed class NodeOptions
{
    /// <summary>The configuration section that holds these options.</summary>
    public const string Section = "Orleans";

    /// <summary>One silo, on SQLite, with nothing else to install; <c>--dev</c> sets it.</summary>
    public bool Dev { get; set; }

    /// <summary><c>silo</c> hosts grains and serves HTTP; <c>gateway</c> serves HTTP only. <c>--role</c> sets it.</summary>
    [RegularExpression("^(silo|gateway)$", ErrorMessage = "--role is silo or gateway.")]
    public string Role { get; set; } = "silo";

    /// <summary>The cluster's name. Nodes of one name that use one database find each other; another name is refused there.</summary>
    [RegularExpression("^[A-Za-z0-9._-]{1,64}$", ErrorMessage = "--Orleans:ClusterId is 1 to 64 letters, digits and . _ -")]
    public string ClusterId { get; set; } = "nps";

    /// <summary>The address at which other nodes reach this silo.</summary>
    public string Address { get; set; } = "127.0.0.1";

    /// <summary>The port at which other silos reach this one.</summary>
    [Range(1, 65_535)]
    public int SiloPort { get; set; } = 11_111;

    /// <summary>The port at which gateways reach this silo.</summary>
    [Range(1, 65_535)]
    public int GatewayPort { get; set; } = 30_000;

    /// <summary>Whether this node serves HTTP only.</summary>
    public bool IsGateway => Role == "gateway";
}
