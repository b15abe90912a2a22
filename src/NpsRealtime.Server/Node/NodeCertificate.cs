using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using NpsRealtime.Scoring;
using Orleans.Connections.Security;

namespace NpsRealtime.Server.Node;

/// <summary>The certificate by which nodes know each other, in both directions of each connection.</summary>
internal sealed class NodeCertificate
{
    private static readonly TimeSpan HandshakeMax = TimeSpan.FromSeconds(5);

    private readonly X509Certificate2 _own;
    private readonly X509Certificate2Collection? _authorities;

    private NodeCertificate(X509Certificate2 own, X509Certificate2Collection? authorities)
    {
        _own = own;
        _authorities = authorities;
    }

    /// <summary>Reads what the options name; null when they name none.</summary>
    /// <exception cref="StartupException">A file can't be read, has no private key, or is out of date.</exception>
    public static NodeCertificate? Read(NodeOptions node, TimeProvider time)
    {
        if (string.IsNullOrWhiteSpace(node.Certificate))
        {
            return string.IsNullOrWhiteSpace(node.CertificateKey) && string.IsNullOrWhiteSpace(node.CertificateAuthority)
                ? null
                : throw new StartupException("--Orleans:CertificateKey and --Orleans:CertificateAuthority belong to a certificate: name it with --Orleans:Certificate.");
        }

        try
        {
            var own = Own(node);
            if (!own.HasPrivateKey)
                throw new StartupException($"{node.Certificate} holds no private key. Name its file with --Orleans:CertificateKey.");
            var now = time.GetUtcNow().UtcDateTime;
            if (now < own.NotBefore.ToUniversalTime() || now > own.NotAfter.ToUniversalTime())
                throw new StartupException($"The certificate {node.Certificate} is valid from {own.NotBefore:u} to {own.NotAfter:u}, and not now. Put one that is in its place.");
            return new NodeCertificate(own, Authorities(node));
        }
        catch (Exception failure) when (failure is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new StartupException(
                $"The certificate of --Orleans:Certificate={node.Certificate} can't be used: {failure.Message.TrimEnd('.')}. Give a PEM file (with --Orleans:CertificateKey for its key) or a PKCS #12 file (with --Orleans:CertificatePassword).",
                failure);
        }
    }

    /// <summary>Has Orleans show this certificate and ask for one, as the one who calls and as the one who is called.</summary>
    public void Configure(TlsOptions options)
    {
        options.LocalCertificate = _own;
        options.LocalClientCertificateSelector = (_, _, _, _, _) => _own;
        options.RemoteCertificateMode = RemoteCertificateMode.RequireCertificate;
        options.ClientCertificateMode = RemoteCertificateMode.RequireCertificate;
        options.RemoteCertificateValidation = (certificate, _, _) => IsTrusted(certificate);
        options.HandshakeTimeout = HandshakeMax;

        // Nodes are known by what signed them, not by a name: addresses come and go.
        options.OnAuthenticateAsClient = (_, client) => client.TargetHost = _own.GetNameInfo(X509NameType.DnsName, forIssuer: false);
    }

    /// <summary>Whether another node's certificate is this very one, or, where authorities are named, comes from one of them and is valid now.</summary>
    public bool IsTrusted(X509Certificate2 certificate)
    {
        if (_authorities is null)
            return CryptographicOperations.FixedTimeEquals(certificate.RawData, _own.RawData);
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(_authorities);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        return chain.Build(certificate);
    }

    private static X509Certificate2 Own(NodeOptions node)
    {
        var path = node.Certificate!;
        var isPem = File.ReadLines(path).Take(200).Any(line => line.StartsWith("-----BEGIN", StringComparison.Ordinal));
        if (!isPem)
            return X509CertificateLoader.LoadPkcs12FromFile(path, node.CertificatePassword);
        var key = string.IsNullOrWhiteSpace(node.CertificateKey) ? null : node.CertificateKey;
        return string.IsNullOrEmpty(node.CertificatePassword)
            ? X509Certificate2.CreateFromPemFile(path, key)
            : X509Certificate2.CreateFromEncryptedPemFile(path, node.CertificatePassword, key);
    }

    private static X509Certificate2Collection? Authorities(NodeOptions node)
    {
        if (string.IsNullOrWhiteSpace(node.CertificateAuthority))
            return null;
        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPemFile(node.CertificateAuthority);
        return authorities.Count > 0
            ? authorities
            : throw new StartupException($"{node.CertificateAuthority} holds no certificate in PEM form. Name the authority's with --Orleans:CertificateAuthority.");
    }
}
