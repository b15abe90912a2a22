using System.Globalization;
using System.Net;
using System.Net.Sockets;
using NpsRealtime.Testing;

namespace NpsRealtime.Web.Tests.Access;

/// <summary>Faults that keep the program from starting: one line that says what to do, exit code 1, no stack trace.</summary>
public sealed class StartupTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("nps-start-").FullName;

    [Theory]
    [InlineData("will not listen on 0.0.0.0", "--urls", "http://0.0.0.0:0")]
    [InlineData("will not listen on", "--urls", "http://*:0")]
    [InlineData("will not listen on", "--urls", "http://example.org:0")]
    [InlineData("will not listen on 0.0.0.0", "--Kestrel:Endpoints:Public:Url", "http://0.0.0.0:0")]
    [InlineData("address is not valid", "--urls", "nonsense")]
    [InlineData("outside 0 to 65535", "--urls", "http://127.0.0.1:80000")]
    [InlineData("SegmentsMax", "--Scoring:SegmentsMax", "9999")]
    [InlineData("SegmentsMax", "--Scoring:SegmentsMax", "many")]
    [InlineData("ViewersMax", "--Web:ViewersMax", "0")]
    [InlineData("Set Web:ScoresPerViewerMax to 2503 or more", "--Web:ScoresPerViewerMax", "2000")]
    public async Task Start_BadConfiguration_SaysWhatToDoInOneLine(string wanted, string option, string value) =>
        await ShouldFailAsync(NpsProcess.FreePort(), wanted, option, value);

    [Fact]
    public async Task Start_PortInUse_SaysSo()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        await ShouldFailAsync(((IPEndPoint)listener.LocalEndpoint).Port, "already in use");
    }

    [Fact]
    public async Task Start_ThatFails_MakesNoPlatformKey()
    {
        using (var listener = new TcpListener(IPAddress.Loopback, 0))
        {
            listener.Start();
            await ShouldFailAsync(((IPEndPoint)listener.LocalEndpoint).Port, "already in use", "--Access:Open=false");
        }

        File.Exists(Path.Combine(_folder, "platform.key")).ShouldBeFalse();
        await using var started = await NpsProcess.StartAsync(DatabasePath, port: null, "--Access:Open=false");
        List<string> printed = [];

        // It answers before all that it prints has come through.
        await Eventually.ShouldAsync(() =>
        {
            printed = [.. started.Output.Split('\n').SkipWhile(line => !line.Contains("shown only now", StringComparison.Ordinal))];
            printed.Count.ShouldBeGreaterThan(3);
            return Task.CompletedTask;
        });
        printed[2].Trim().ShouldStartWith("nps_", customMessage: "the key stands on a line of its own");
        printed.TakeWhile(line => !line.Contains(_folder, StringComparison.Ordinal)).ShouldAllBe(line => line.Trim().Length <= 80);
        File.Exists(Path.Combine(_folder, "platform.key")).ShouldBeTrue();
    }

    [Fact]
    public async Task Start_DatabaseInUse_SaysSo()
    {
        await using var first = await NpsProcess.StartAsync(DatabasePath);
        await ShouldFailAsync(NpsProcess.FreePort(), "in use by another process");
    }

    [Fact]
    public async Task Stop_WithAnOpenStream_TakesNoTime()
    {
        await using var app = await NpsApp.StartAsync();
        await app.PutTenantAsync("acme");
        using var stream = await app.Http.GetStreamAsync("/v1/tenants/acme/stream?score=tenant").ContinueWith(
            opened => new StreamReader(opened.Result), TaskScheduler.Default);
        (await stream.ReadLineAsync()).ShouldBe("retry: 2000");
        var started = TimeProvider.System.GetTimestamp();
        await app.StopAsync();
        TimeProvider.System.GetElapsedTime(started).ShouldBeLessThan(TimeSpan.FromSeconds(3));
        await app.RestartAsync();
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string DatabasePath => Path.Combine(_folder, "nps.db");

    private async Task ShouldFailAsync(int port, string wanted, params string[] args)
    {
        await using var process = NpsProcess.Launch(DatabasePath, port, args);
        var code = await process.ExitAsync();
        code.ShouldBe(1, process.Output);
        process.Output.ShouldContain(wanted);
        process.Output.ShouldNotContain("   at ");
        process.Output.Trim().Split('\n').Length.ShouldBe(1, string.Create(CultureInfo.InvariantCulture, $"Output: {process.Output}"));
    }
}
