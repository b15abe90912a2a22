using System.Net;
using NpsRealtime.Testing;

namespace NpsRealtime.Web.Tests.Access;

/// <summary>A key in an address never reaches the log, however much the operator asks to be logged.</summary>
public sealed class TokenLogTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("nps-log-").FullName;

    [Fact]
    public async Task QueryToken_WithInformationLogs_IsNotLogged()
    {
        await using var process = await NpsProcess.StartAsync(
            Path.Combine(_folder, "nps.db"), port: null, "--Access:Open=false", "--Logging:LogLevel:Default=Information",
            "--Logging:LogLevel:Microsoft.AspNetCore=Information", "--Logging:LogLevel:Microsoft.AspNetCore.Hosting.Diagnostics=Information");
        const string Sent = "nps_0123456789abcdef_SecretSecretSecretSecretSecretSecretSecret1";

        using var stream = await process.Http.GetAsync($"/v1/tenants/acme/stream?score=tenant&access_token={Sent}");
        using var hub = await process.Http.PostAsync($"/hubs/scores/negotiate?negotiateVersion=1&access_token={Sent}", content: null);

        stream.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        hub.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        process.Output.ShouldNotContain("SecretSecret");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
