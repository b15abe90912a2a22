using System.Diagnostics;
using System.Net;
using NpsRealtime.Testing;
using NpsRealtime.Web.Tests.Support;

namespace NpsRealtime.Web.Tests.Responses;

/// <summary>A real PostgreSQL that goes away under a running server, and what its senders and viewers see.</summary>
public class PostgresOutageTests
{
    [SkippableFact]
    public async Task PostgresGoesAwayAndComesBack_SendersAreToldToTryAgain_ViewersStillRead_NothingIsLost()
    {
        Skip.IfNot(PostgresServer.IsInstalled, PostgresServer.Missing);
        await using var server = await PostgresServer.StartAsync();
        await using var app = await NpsApp.StartAsync("--Store:Postgres", server.ConnectionString);
        await app.PutTenantAsync("acme");
        var position = await app.AcceptAsync("acme", 9, id: "before");
        (await app.GetAsync($"/v1/tenants/acme/scores/tenant?after={position}")).GetProperty("counts").GetProperty("total").GetInt64().ShouldBe(1);

        await server.StopAsync("immediate");

        using (var post = await app.PostAsync("acme", NdjsonTests.Line(1, 9)))
        {
            await post.ShouldBeProblemAsync(503, "store-unavailable");
            post.Headers.RetryAfter.ShouldNotBeNull();
        }

        using (var lines = await app.PostLinesAsync("acme", string.Join('\n', NdjsonTests.Lines(3_000))))
        {
            await lines.ShouldBeProblemAsync(503, "store-unavailable");
            lines.Headers.RetryAfter.ShouldNotBeNull();
        }

        (await app.GetAsync("/v1/tenants/acme/scores/tenant")).GetProperty("counts").GetProperty("total").GetInt64().ShouldBe(1);
        (await app.GetAsync("/health/ready")).GetProperty("storeReachable").GetBoolean().ShouldBeFalse();

        await server.StartAgainAsync();
        position = await SendUntilTakenAsync(app);

        var score = await app.GetAsync($"/v1/tenants/acme/scores/tenant?after={position}");
        score.GetProperty("counts").GetProperty("total").GetInt64().ShouldBe(2);
        var recount = await app.GetAsync("/v1/tenants/acme/recount");
        (recount.GetProperty("isClean").GetBoolean(), recount.GetProperty("responses").GetInt64()).ShouldBe((true, 2));
    }

    private static async Task<string> SendUntilTakenAsync(NpsApp app)
    {
        var began = Stopwatch.GetTimestamp();
        while (true)
        {
            using var answer = await app.PostAsync("acme", NdjsonTests.Line(1, 9));
            if (answer.StatusCode is HttpStatusCode.Created or HttpStatusCode.OK)
                return (await answer.ShouldBeJsonAsync(answer.StatusCode)).GetProperty("position").GetString()!;
            answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
            Stopwatch.GetElapsedTime(began).ShouldBeLessThan(TimeSpan.FromSeconds(30));
            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System);
        }
    }
}
