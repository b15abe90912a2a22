using System.ComponentModel.DataAnnotations;

namespace NpsRealtime.Server.Node;

/// <summary>How this node takes part in its cluster. On SQLite there is no cluster, and none of these matters.</summary>
public sealed class NodeOptions
{
    /// <summary>The configuration section that holds these options.</summary>
    public const string Section = "Orleans";

    /// <summary><c>silo</c> hosts grains and serves HTTP; <c>gateway</c> serves HTTP only. <c>--role</c> sets it.</summary>
    [RegularExpression("^(silo|gateway)$", ErrorMessage = "--role is silo or gateway.")]
    public string Role { get; set; } = "silo";

    /// <summary>The cluster's name. Nodes of one name that use one database find each other; another name is refused there.</summary>
    [RegularExpression("^[A-Za-z0-9._-]{1,64}$", ErrorMessage = "--Orleans:ClusterId is 1 to 64 letters, digits and . _ -")]
    public string ClusterId { get; set; } = "nps";

    /// <summary>The address of this machine at which other nodes reach this silo; loopback when all nodes are on one machine.</summary>
    public string Address { get; set; } = "127.0.0.1";

    /// <summary>The port at which other silos reach this one. Nothing: 11111, or a free one when that is taken.</summary>
    [Range(1, 65_535, ErrorMessage = "--Orleans:SiloPort is 1 to 65535.")]
    public int? SiloPort { get; set; }

    /// <summary>The port at which gateways reach this silo. Nothing: 30000, or a free one when that is taken.</summary>
    [Range(1, 65_535, ErrorMessage = "--Orleans:GatewayPort is 1 to 65535.")]
    public int? GatewayPort { get; set; }

    /// <summary>
    /// The file of the certificate that this node shows to other nodes: PEM, or PKCS #12. Once it is named, nodes talk over mutual TLS, and
    /// who shows none that is trusted is not talked to.
    /// </summary>
    public string? Certificate { get; set; }

    /// <summary>The PEM file of the certificate's private key, when it is not in the same file.</summary>
    public string? CertificateKey { get; set; }

    /// <summary>The password of the certificate's file, when it has one.</summary>
    public string? CertificatePassword { get; set; }

    /// <summary>The PEM file of the authorities whose certificates are trusted. Nothing: only the very certificate of this node is.</summary>
    public string? CertificateAuthority { get; set; }

    /// <summary>Whether this node serves HTTP only.</summary>
    public bool IsGateway => Role == "gateway";
}
