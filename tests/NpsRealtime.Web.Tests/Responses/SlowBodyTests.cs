using System.Text;
using NpsRealtime.Testing;
using NpsRealtime.Web.Tests.Support;

namespace NpsRealtime.Web.Tests.Responses;

/// <summary>Bodies that come slowly, not to their end, or without end: over real sockets.</summary>
[Collection(AloneCollection.Name)]
public class SlowBodyTests(AppFixture fixture) : IClassFixture<AppFixture>
{
    private NpsApp App => fixture.App;

    // Nobody can be told: the server takes the end of the connection for the end of the client, and closes it without an answer.
    [Fact]
    public async Task PostLines_CutOffHalfWay_CommitsWhatWasCompleteAndDropsTheRest()
    {
        var tenant = await fixture.NewTenantAsync();
        using var raw = new RawHttp(App.Address);
        var lines = NdjsonTests.Line(1, 9) + "\n" + NdjsonTests.Line(2, 9) + "\n" + NdjsonTests.Line(3, 9)[..^1];
        await raw.SendAsync(Head(tenant, "Content-Length: 100000") + lines);
        await ShouldCountAsync(tenant, 2);
        raw.EndSending();
        await raw.ReadToEndOrResetAsync();
        await ShouldCountAsync(tenant, 2);
    }

    [Fact]
    public async Task PostLines_ChunksCutOffHalfWay_CommitsWhatWasCompleteAndDropsTheRest()
    {
        var tenant = await fixture.NewTenantAsync();
        using (var raw = new RawHttp(App.Address))
        {
            await raw.SendAsync(Head(tenant, "Transfer-Encoding: chunked"));
            await raw.SendChunkAsync(Encoding.UTF8.GetBytes(NdjsonTests.Line(1, 9) + "\n" + NdjsonTests.Line(2, 9)[..^1]));
            await ShouldCountAsync(tenant, 1);
        }

        await App.AcceptAsync(tenant, 9);
        await ShouldCountAsync(tenant, 2);
    }

    [Fact]
    public async Task Post_CutOffHalfWay_StoresNothing()
    {
        var tenant = await fixture.NewTenantAsync();
        using var raw = new RawHttp(App.Address);
        await raw.SendAsync(Head(tenant, "Content-Length: 1000").Replace("x-ndjson", "json", StringComparison.Ordinal) + NdjsonTests.Line(1, 9));
        raw.EndSending();
        await raw.ReadToEndOrResetAsync();
        await App.AcceptAsync(tenant, 9);
        await ShouldCountAsync(tenant, 1);
    }

    [Fact]
    public async Task PostLines_SenderPauses_CommitsWhatHasComeMeanwhile()
    {
        var tenant = await fixture.NewTenantAsync();
        using var raw = new RawHttp(App.Address);
        await raw.SendAsync(Head(tenant, "Transfer-Encoding: chunked"));
        for (var sent = 1; sent <= 3; sent++)
        {
            await raw.SendChunkAsync(Encoding.UTF8.GetBytes(NdjsonTests.Line(sent, 9) + "\n"));
            await ShouldCountAsync(tenant, sent);
        }

        await raw.SendAsync("0\r\n\r\n");
        (await raw.ReadUntilAsync("\"position\"")).ShouldContain("\"accepted\":3");
    }

    [Fact]
    public async Task PostLines_EndlessLine_TakesNoMemoryAndIsRejectedAlone()
    {
        var tenant = await fixture.NewTenantAsync();
        using var raw = new RawHttp(App.Address);
        await raw.SendAsync(Head(tenant, "Transfer-Encoding: chunked"));
        await raw.SendChunkAsync(Encoding.UTF8.GetBytes(NdjsonTests.Line(1, 9) + "\n"));
        var piece = new byte[1_048_576];
        Array.Fill(piece, (byte)'x');
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var sent = 0; sent < 64; sent++)
            await raw.SendChunkAsync(piece);
        (GC.GetTotalMemory(forceFullCollection: true) - before).ShouldBeLessThan(16 * 1_048_576);
        await raw.SendChunkAsync(Encoding.UTF8.GetBytes("\n" + NdjsonTests.Line(2, 9)));
        await raw.SendAsync("0\r\n\r\n");
        var answer = await raw.ReadUntilAsync("\"position\"");
        answer.ShouldContain("\"accepted\":2");
        answer.ShouldContain("\"rejected\":1");
    }

    [Fact]
    public async Task PostLines_LittleRoomForWaiting_IsReadMoreSlowlyButTakenWhole()
    {
        await using var app = await NpsApp.StartAsync("--Scoring:WaitingBytesMax", "1048576");
        await app.PutTenantAsync("acme");
        var comment = new string('c', 4_000);
        var lines = Enumerable.Range(0, 3_000).Select(index =>
            NdjsonTests.Line(index, 9).Replace("}", $",\"comment\":\"{comment}\"}}", StringComparison.Ordinal));
        var body = string.Join('\n', lines);
        var answers = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => app.PostLinesAsync("acme", body)));
        foreach (var answer in answers)
        {
            (await answer.ShouldBeJsonAsync(System.Net.HttpStatusCode.OK)).GetProperty("complete").GetBoolean().ShouldBeTrue();
            answer.Dispose();
        }

        var recount = await app.GetAsync("/v1/tenants/acme/recount");
        recount.Count("responses").ShouldBe(3_000);
        recount.GetProperty("isClean").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task Request_BrokenChunks_IsInvalid()
    {
        var tenant = await fixture.NewTenantAsync();
        using var raw = new RawHttp(App.Address);
        await raw.SendAsync(Head(tenant, "Transfer-Encoding: chunked"));
        await raw.SendChunkAsync(Encoding.UTF8.GetBytes(NdjsonTests.Line(1, 9) + "\n"));
        await ShouldCountAsync(tenant, 1);
        await raw.SendAsync("zz\r\n");
        var answer = await raw.ReadToEndAsync();
        answer.ShouldStartWith("HTTP/1.1 400");
        answer.ShouldContain("\"accepted\":1");
    }

    private static string Head(string tenant, string length) =>
        $"POST /v1/tenants/{tenant}/responses HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-ndjson\r\n{length}\r\n\r\n";

    private async Task ShouldCountAsync(string tenant, int total)
    {
        for (var attempt = 0; ; attempt++)
        {
            var score = await App.GetAsync($"/v1/tenants/{tenant}/scores/tenant");
            if (score.GetProperty("counts").Count("total") == total || attempt == 100)
            {
                score.GetProperty("counts").Count("total").ShouldBe(total);
                return;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        }
    }
}
