using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace NpsRealtime.Cluster.Tests.Support;

/// <summary>An authority of its own in a folder of its own, and certificates that it signs.</summary>
internal sealed class TestCertificates : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("nps-certificates-").FullName;
    private readonly X509Certificate2 _authority;
    private int _count;

    public TestCertificates()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Test authority", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        var now = TimeProvider.System.GetUtcNow();
        _authority = request.CreateSelfSigned(now.AddHours(-1), now.AddDays(2));
        AuthorityPath = Write("authority", _authority.ExportCertificatePem());
    }

    /// <summary>The authority's certificate.</summary>
    public string AuthorityPath { get; }

    /// <summary>A certificate with its key in one file, as a node shows it.</summary>
    public string Make()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=node", key, HashAlgorithmName.SHA256);
        var now = TimeProvider.System.GetUtcNow();
        var serial = RandomNumberGenerator.GetBytes(8);
        using var signed = request.Create(_authority, now.AddMinutes(-30), now.AddDays(1), serial);
        return Write($"node-{_count++}", signed.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem());
    }

    /// <summary>The arguments of a node that shows a new certificate of this authority, and trusts those that it signed.</summary>
    public string[] Arguments() => ["--Orleans:Certificate", Make(), "--Orleans:CertificateAuthority", AuthorityPath];

    public void Dispose()
    {
        _authority.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private string Write(string name, string pem)
    {
        var path = Path.Combine(_folder, name + ".pem");
        File.WriteAllText(path, pem);
        return path;
    }
}
