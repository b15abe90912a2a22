using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace NpsRealtime.Cli.Tests;

/// <summary>Faults that a healthy server does not show on demand, played by one that has nothing else to do.</summary>
public sealed class PatienceTests
{
    [Fact]
    public async Task Import_BusyAwayAndHalfDone_SendsAgainAndCountsOnce()
    {
        var attempts = 0;
        await using var server = await StartAsync(async context =>
        {
            await context.Request.Body.CopyToAsync(Stream.Null);
            switch (attempts++)
            {
                case 0:
                    context.Response.StatusCode = 429;
                    context.Response.Headers.RetryAfter = "1";
                    return;
                case 1:
                    context.Response.StatusCode = 503;
                    return;
                case 2:
                    context.Abort();
                    return;
                case 3:
                    context.Response.StatusCode = 503;
                    await context.Response.WriteAsJsonAsync(
                        new { type = "/problems/store-unavailable", committed = Answer(complete: false, accepted: 1, duplicates: 0) }, options: null, "application/problem+json");
                    return;
                default:
                    await context.Response.WriteAsJsonAsync(Answer(complete: true, accepted: 1, duplicates: 1));
                    return;
            }
        });
        using var folder = new TempFolder();
        var file = folder.Write("two.csv", "score,channel,touchpoint\n9,web,x\n3,web,x\n");

        var summary = await Nps.ReadJsonAsync("import", file, "--tenant", "t", "--server", server.Urls.First());

        attempts.ShouldBe(5);
        summary.GetProperty("retries").GetInt32().ShouldBe(4);
        summary.GetProperty("accepted").GetInt32().ShouldBe(2);
        summary.GetProperty("duplicates").GetInt32().ShouldBe(0);
    }

    [Fact]
    public async Task Import_ServerStaysAway_GivesUpAndSaysWhatToDo()
    {
        await using var server = await StartAsync(context =>
        {
            context.Response.StatusCode = 503;
            return Task.CompletedTask;
        });
        using var folder = new TempFolder();
        var file = folder.Write("one.csv", "score,channel,touchpoint\n9,web,x\n");

        var run = await Nps.RunAsync("import", file, "--tenant", "t", "--retry-for", "1s", "--json", "--server", server.Urls.First());

        run.ExitCode.ShouldBe(1);
        run.Error.ShouldContain("run the same command again");
        JsonSerializer.Deserialize<JsonElement>(run.Output).GetProperty("complete").GetBoolean().ShouldBeFalse();
    }

    private static object Answer(bool complete, int accepted, int duplicates) => new
    {
        complete, lines = accepted + duplicates, accepted, duplicates, corrected = 0, conflicts = 0, rejected = 0, erased = 0, errors = Array.Empty<object>(),
    };

    private static async Task<WebApplication> StartAsync(RequestDelegate ingest)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.MapGet("/v1/tenants/{tenant}", (string tenant) => new { name = tenant, label = tenant, timeZone = "UTC" });
        app.MapPost("/v1/tenants/{tenant}/responses", ingest);
        await app.StartAsync();
        return app;
    }
}
