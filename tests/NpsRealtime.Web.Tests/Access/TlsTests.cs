using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using NpsRealtime.Testing;

namespace NpsRealtime.Web.Tests.Access;

/// <summary>TLS by Kestrel itself, set up as <c>deploy/security.md</c> says: a real certificate, and a real client that checks it.</summary>
public sealed class TlsTests : IDisposable
{
    private const string Name = "board.example";

    private readonly string _folder = Directory.CreateTempSubdirectory("nps-tls-").FullName;

    [Fact]
    public async Task Https_WithACertificateFromFiles_ServesWhoTrustsIt()
    {
        using var certificate = await MakeCertificateAsync();
        await using var app = await StartAsync();

        using var trusting = Client(app, certificate);
        using var answer = await trusting.GetAsync("/v1/meta");
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Headers.GetValues("Strict-Transport-Security").ShouldHaveSingleItem().ShouldContain("max-age=");
        (await trusting.GetAsync("/v1/tenants/acme/keys")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);

        using var doubting = Client(app, trusted: null);
        (await Should.ThrowAsync<HttpRequestException>(() => doubting.GetAsync("/v1/meta"))).InnerException.ShouldBeOfType<AuthenticationException>();
    }

    [Fact]
    public async Task Https_OldProtocolOrNone_IsRefused()
    {
        using var certificate = await MakeCertificateAsync();
        await using var app = await StartAsync();

#pragma warning disable SYSLIB0039, CA5397 // An old protocol is what must not work.
        using var old = Client(app, certificate, SslProtocols.Tls11);
#pragma warning restore SYSLIB0039, CA5397
        await Should.ThrowAsync<HttpRequestException>(() => old.GetAsync("/v1/meta"));
        using var plain = new HttpClient();
        await Should.ThrowAsync<HttpRequestException>(() => plain.GetAsync($"http://127.0.0.1:{app.Address.Port}/v1/meta"));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string CertificatePath => Path.Combine(_folder, "tls.pem");

    private string KeyPath => Path.Combine(_folder, "tls.key");

    private Task<NpsApp> StartAsync() => NpsApp.StartAsync(
        "--urls", "https://127.0.0.1:0", "--Access:Open=false", $"--Access:KeyFolder={_folder}", $"--Access:Hosts={Name}",
        $"--Kestrel:Certificates:Default:Path={CertificatePath}", $"--Kestrel:Certificates:Default:KeyPath={KeyPath}");

    private async Task<X509Certificate2> MakeCertificateAsync()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=" + Name, key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(Name);
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        var certificate = request.CreateSelfSigned(now.AddMinutes(-5), now.AddDays(1));
        await File.WriteAllTextAsync(CertificatePath, certificate.ExportCertificatePem());
        await File.WriteAllTextAsync(KeyPath, key.ExportPkcs8PrivateKeyPem());
        return certificate;
    }

    /// <summary>A client that addresses the server by its name and trusts one certificate, or the machine's own only.</summary>
    private static HttpClient Client(NpsApp app, X509Certificate2? trusted, SslProtocols protocols = SslProtocols.None)
    {
        var ssl = new SslClientAuthenticationOptions { EnabledSslProtocols = protocols };
        if (trusted is not null)
        {
            ssl.CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
            };
            ssl.CertificateChainPolicy.CustomTrustStore.Add(trusted);
        }

        var handler = new SocketsHttpHandler
        {
            SslOptions = ssl,
            ConnectCallback = async (_, cancellation) =>
            {
                var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                await socket.ConnectAsync(IPAddress.Loopback, app.Address.Port, cancellation);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
        return new HttpClient(handler) { BaseAddress = new Uri($"https://{Name}:{app.Address.Port}"), Timeout = TimeSpan.FromMinutes(1) };
    }
}
