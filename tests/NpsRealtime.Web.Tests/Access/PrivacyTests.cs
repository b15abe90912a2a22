using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using NpsRealtime.Web.Privacy;
using NpsRealtime.Web.Tests.Support;

namespace NpsRealtime.Web.Tests.Access;

/// <summary>Retention, the deletion of a tenant, and the audit trail of all of it, on either store.</summary>
public class PrivacyTests
{
    [SkippableTheory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task Retention_OldResponses_LoseCommentAndCustomerAndNothingElse(string store)
    {
        await using var world = await AccessWorld.StartAsync(await StoreArguments.OfAsync(store));
        await SendAsync(world, "acme", "old", TimeProvider.System.GetUtcNow().AddDays(-40));
        await SendAsync(world, "acme", "new", TimeProvider.System.GetUtcNow().AddDays(-5));
        await SendAsync(world, "rival", "old", TimeProvider.System.GetUtcNow().AddDays(-40));
        using var put = await world.Platform.PutAsJsonAsync("/v1/tenants/acme/retention", new { retentionDays = 30 });
        put.StatusCode.ShouldBe(HttpStatusCode.OK);

        (await world.App.Services.GetRequiredService<Retention>().RunOnceAsync(CancellationToken.None)).ShouldBe(1);

        var acme = await world.Platform.GetStringAsync("/v1/tenants/acme/export");
        acme.ShouldNotContain("words of old");
        acme.ShouldNotContain("customer-old");
        acme.ShouldContain("words of new");
        (await world.Platform.GetStringAsync("/v1/tenants/rival/export")).ShouldContain("words of old");
        var recount = await world.Platform.GetFromJsonAsync<JsonElement>("/v1/tenants/acme/recount");
        recount.GetProperty("isClean").GetBoolean().ShouldBeTrue();
        recount.GetProperty("responses").GetInt64().ShouldBe(2);

        // The same response again is still the same response.
        var again = await SendAsync(world, "acme", "new", TimeProvider.System.GetUtcNow().AddDays(-5), HttpStatusCode.OK);
        again.ShouldContain("duplicate");
        (await world.App.Services.GetRequiredService<Retention>().RunOnceAsync(CancellationToken.None)).ShouldBe(0);
        var entry = (await TrailAsync(world, "acme")).Single(entry => entry.GetProperty("action").GetString() == "Retention");
        entry.GetProperty("count").GetInt64().ShouldBe(1);
        entry.GetProperty("caller").GetString().ShouldBe("server");
    }

    [SkippableTheory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task DeleteTenant_WithResponses_LeavesNothingAndTheNameIsFree(string store)
    {
        await using var world = await AccessWorld.StartAsync(await StoreArguments.OfAsync(store));
        var key = await world.KeyAsync("acme", "admin");
        using var admin = world.With(key);
        for (var index = 0; index < 5; index++)
            await SendAsync(world, "acme", $"r{index}", TimeProvider.System.GetUtcNow().AddMinutes(-index));
        using var sse = await SseReader.OpenAsync(admin, "/v1/tenants/acme/stream?score=tenant");

        using var deleted = await world.Platform.DeleteAsync("/v1/tenants/acme");

        (await deleted.ShouldBeJsonAsync(HttpStatusCode.OK)).GetProperty("responses").GetInt64().ShouldBe(5);
        while (await sse.NextAsync() is not null)
        {
        }

        await (await admin.GetAsync("/v1/tenants/acme")).ShouldBeProblemAsync(401, "unauthorized");
        await (await world.Platform.GetAsync("/v1/tenants/acme")).ShouldBeProblemAsync(404, "unknown-tenant");
        (await world.Platform.GetStringAsync("/v1/tenants")).ShouldNotContain("acme");
        (await world.Platform.GetStringAsync("/v1/tenants")).ShouldNotContain("~");
        using var anew = await world.Platform.PutAsync("/v1/tenants/acme", content: null);
        anew.StatusCode.ShouldBe(HttpStatusCode.Created);
        await SendAsync(world, "acme", "r1", TimeProvider.System.GetUtcNow());
        var recount = await world.Platform.GetFromJsonAsync<JsonElement>("/v1/tenants/acme/recount");
        recount.GetProperty("isClean").GetBoolean().ShouldBeTrue();
        recount.GetProperty("responses").GetInt64().ShouldBe(1);
        await (await admin.GetAsync("/v1/tenants/acme")).ShouldBeProblemAsync(401, "unauthorized");
        var trail = await world.Platform.GetFromJsonAsync<JsonElement>("/v1/audit-trail");
        var entry = trail.GetProperty("entries").EnumerateArray().Single(one => one.GetProperty("action").GetString() == "DeleteTenant");
        entry.GetProperty("count").GetInt64().ShouldBe(5);
        entry.GetProperty("subject").GetString().ShouldBe("/v1/tenants/acme");
    }

    [SkippableTheory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task Trail_AfterActions_NamesCallerActionAndSubjectButNoContent(string store)
    {
        await using var world = await AccessWorld.StartAsync(await StoreArguments.OfAsync(store));
        using var admin = world.With(await world.KeyAsync("acme", "admin"));
        await WrongCallerTests.LinkAsync(world, "tenant");
        await SendAsync(world, "acme", "secret-id", TimeProvider.System.GetUtcNow());
        (await admin.DeleteAsync("/v1/tenants/acme/responses?customerId=customer-secret-id")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await admin.GetStringAsync("/v1/tenants/acme/export")).ShouldNotBeEmpty();
        await (await admin.PostAsJsonAsync("/v1/tenants/acme/keys", new { })).ShouldBeProblemAsync(400, "invalid-body");

        var entries = await TrailAsync(world, "acme");

        entries.Select(entry => entry.GetProperty("action").GetString()).ShouldBe(["ExportTenant", "EraseCustomer", "MakeLink", "MakeTenantKey", "PutTenant"]);
        entries[1].GetProperty("count").GetInt64().ShouldBe(1);
        JsonSerializer.Serialize(entries).ShouldNotContain("secret-id");
        var page = await admin.GetFromJsonAsync<JsonElement>("/v1/tenants/acme/audit-trail?limit=2");
        var next = await admin.GetFromJsonAsync<JsonElement>($"/v1/tenants/acme/audit-trail?limit=2&cursor={page.GetProperty("cursor").GetString()}");
        next.GetProperty("entries")[0].GetProperty("action").GetString().ShouldBe("MakeLink");
    }

    private static async Task<List<JsonElement>> TrailAsync(AccessWorld world, string tenant) =>
        [.. (await world.Platform.GetFromJsonAsync<JsonElement>($"/v1/tenants/{tenant}/audit-trail")).GetProperty("entries").EnumerateArray()];

    private static async Task<string> SendAsync(
        AccessWorld world, string tenant, string id, DateTimeOffset at, HttpStatusCode wanted = HttpStatusCode.Created)
    {
        var response = new { id, score = 3, channel = "web", touchpoint = "checkout", respondedAt = at.ToString("yyyy-MM-dd'T00:00:00Z'", System.Globalization.CultureInfo.InvariantCulture), comment = $"words of {id}", customerId = $"customer-{id}" };
        using var answer = await world.Platform.PostAsJsonAsync($"/v1/tenants/{tenant}/responses", response);
        var text = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.ShouldBe(wanted, text);
        return text;
    }
}
