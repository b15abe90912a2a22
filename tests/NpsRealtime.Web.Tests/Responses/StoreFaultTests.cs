using System.Globalization;
using System.Net;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using NpsRealtime.Testing;
using NpsRealtime.Web.Tests.Support;

namespace NpsRealtime.Web.Tests.Responses;

/// <summary>A database that is away or slow.</summary>
public class StoreFaultTests
{
    [Fact]
    public async Task EveryEndpoint_StoreIsAway_SaysTryAgain()
    {
        await using var app = await NpsApp.StartAsync(FaultyEngine.Register);
        await app.PutTenantAsync("acme");
        var faulty = app.Services.GetRequiredService<FaultyEngine>();
        faulty.IsAway = true;
        string[] paths = ["/v1/tenants", "/v1/tenants/acme", "/v1/tenants/acme/scores/tenant", "/v1/tenants/acme/scores", "/v1/tenants/acme/history/tenant", "/v1/tenants/acme/export", "/v1/tenants/acme/recount"];
        foreach (var path in paths)
        {
            using var answer = await app.Http.GetAsync(path);
            await answer.ShouldBeProblemAsync(503, "store-unavailable");
        }

        using var put = await app.Http.PutAsync("/v1/tenants/other", content: null);
        await put.ShouldBeProblemAsync(503, "store-unavailable");
        var ready = await app.GetAsync("/health/ready");
        ready.GetProperty("storeReachable").GetBoolean().ShouldBeFalse();
    }

    [Fact]
    public async Task Post_CommitFails_SaysTryAgain_AndAgainWorks()
    {
        await using var app = await NpsApp.StartAsync(FaultyEngine.Register);
        await app.PutTenantAsync("acme");
        var faulty = app.Services.GetRequiredService<FaultyEngine>();
        faulty.GoAwayAfter(0);
        using var post = await app.PostAsync("acme", NdjsonTests.Line(1, 9));
        await post.ShouldBeProblemAsync(503, "store-unavailable");
        using var delete = await app.Http.DeleteAsync("/v1/tenants/acme/responses/r-1");
        await delete.ShouldBeProblemAsync(503, "store-unavailable");
        using var lines = await app.PostLinesAsync("acme", "bad\n" + NdjsonTests.Line(1, 9));
        await lines.ShouldBeProblemAsync(503, "store-unavailable");
        faulty.GoAwayAfter(int.MaxValue);
        await app.AcceptAsync("acme", 9, id: "r-1");
    }

    [Fact]
    public async Task PostLines_StoreGoesAwayAfterACommit_TellsHowManyLinesAreCommitted()
    {
        await using var app = await NpsApp.StartAsync(FaultyEngine.Register);
        await app.PutTenantAsync("acme");
        var faulty = app.Services.GetRequiredService<FaultyEngine>();
        faulty.GoAwayAfter(2);
        var body = string.Join('\n', NdjsonTests.Lines(5_000));
        using var cut = await app.PostLinesAsync("acme", body);
        var problem = await cut.ShouldBeProblemAsync(503, "store-unavailable");
        cut.Headers.RetryAfter.ShouldNotBeNull();
        var summary = problem.GetProperty("committed");
        summary.GetProperty("complete").GetBoolean().ShouldBeFalse();
        var accepted = summary.Count("accepted");
        accepted.ShouldBeInRange(1, 2_000);
        summary.Count("lines").ShouldBe(accepted);
        faulty.GoAwayAfter(int.MaxValue);
        using var again = await app.PostLinesAsync("acme", body);
        var whole = await again.ShouldBeJsonAsync(HttpStatusCode.OK);
        whole.GetProperty("complete").GetBoolean().ShouldBeTrue();
        (whole.Count("duplicates"), whole.Count("accepted")).ShouldBe((accepted, 5_000 - accepted));
    }

    [Fact]
    public async Task Post_MoreThanMayWait_IsTooMuch_AndNothingIsLost()
    {
        await using var app = await NpsApp.StartAsync("--Scoring:WaitingBytesMax", "1048576");
        await app.PutTenantAsync("acme");
        await app.AcceptAsync("acme", 9, id: "first");
        var comment = new string('c', 4_000);
        Task<HttpResponseMessage>[] posts;
        await using (var blocker = new SqliteConnection($"Data Source={app.DatabasePath};Pooling=False"))
        {
            await blocker.OpenAsync();
            await using var transaction = blocker.BeginTransaction(deferred: false);
            posts = [.. Enumerable.Range(0, 600).Select(index => app.PostAsync("acme", string.Create(
                CultureInfo.InvariantCulture, $"{{\"id\":\"w-{index}\",\"score\":9,\"channel\":\"web\",\"touchpoint\":\"checkout\",\"comment\":\"{comment}\"}}")))];

            // Nothing can be committed now: whoever is answered is refused.
            await Task.WhenAny(posts).WaitAsync(TimeSpan.FromSeconds(60));
            await transaction.RollbackAsync();
        }

        var answers = await Task.WhenAll(posts);
        var accepted = answers.Count(answer => answer.StatusCode == HttpStatusCode.Created);
        var refused = answers.Where(answer => answer.StatusCode != HttpStatusCode.Created).ToList();
        refused.ShouldNotBeEmpty();
        foreach (var answer in refused)
            await answer.ShouldBeProblemAsync(429, "too-much-waiting");
        var recount = await app.GetAsync("/v1/tenants/acme/recount");
        recount.Count("responses").ShouldBe(accepted + 1);
        recount.GetProperty("isClean").GetBoolean().ShouldBeTrue();
    }
}
