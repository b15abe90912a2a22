using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using NpsRealtime.Web.Tests.Support;

namespace NpsRealtime.Web.Tests.Responses;

public class SingleResponseTests(AppFixture fixture) : IClassFixture<AppFixture>
{
    private const string Good = """{"id":"r-1","score":9,"channel":"web","touchpoint":"checkout"}""";
    private const string Other = """{"id":"r-1","score":3,"channel":"web","touchpoint":"checkout"}""";

    [Fact]
    public async Task Post_NewThenSameThenOther_IsAcceptedThenDuplicateThenConflict()
    {
        var tenant = await fixture.NewTenantAsync();
        using var first = await fixture.App.PostAsync(tenant, Good);
        var receipt = await first.ShouldBeJsonAsync(HttpStatusCode.Created);
        receipt.Text("id").ShouldBe("r-1");
        receipt.Text("status").ShouldBe("accepted");
        receipt.Text("position").ShouldBe("0-1");
        using var second = await fixture.App.PostAsync(tenant, Good);
        (await second.ShouldBeJsonAsync(HttpStatusCode.OK)).Text("status").ShouldBe("duplicate");
        using var third = await fixture.App.PostAsync(tenant, Other);
        await third.ShouldBeProblemAsync(409, "response-conflict");
    }

    [Fact]
    public async Task Put_NewThenSameThenOther_IsAcceptedThenDuplicateThenCorrected()
    {
        var tenant = await fixture.NewTenantAsync();
        using var first = await PutAsync(tenant, "r-1", Good);
        (await first.ShouldBeJsonAsync(HttpStatusCode.Created)).Text("status").ShouldBe("accepted");
        using var second = await PutAsync(tenant, "r-1", Good);
        (await second.ShouldBeJsonAsync(HttpStatusCode.OK)).Text("status").ShouldBe("duplicate");
        using var third = await PutAsync(tenant, "r-1", Other);
        var receipt = await third.ShouldBeJsonAsync(HttpStatusCode.OK);
        receipt.Text("status").ShouldBe("corrected");
        var score = await fixture.App.GetAsync($"/v1/tenants/{tenant}/scores/tenant?after={receipt.Text("position")}");
        score.GetProperty("counts").Count("detractors").ShouldBe(1);
        score.GetProperty("counts").Count("total").ShouldBe(1);
    }

    [Fact]
    public async Task Put_BodyNamesAnotherId_IsInvalid()
    {
        using var answer = await PutAsync(await fixture.NewTenantAsync(), "r-2", Good);
        await answer.ShouldBeProblemAsync(400, "invalid-response");
    }

    [Theory]
    [InlineData("a%252Fb", "a%2Fb")]
    [InlineData("user%40example.org", "user@example.org")]
    [InlineData("a%3Fb%23c", "a?b#c")]
    public async Task Put_IdIsPercentEncoded_IsDecodedOnce(string encoded, string id)
    {
        using var answer = await PutAsync(await fixture.NewTenantAsync(), encoded, """{"score":9,"channel":"web","touchpoint":"checkout"}""");
        (await answer.ShouldBeJsonAsync(HttpStatusCode.Created)).Text("id").ShouldBe(id);
    }

    [Theory]
    [InlineData("a%2Fb")]
    [InlineData("a%20b")]
    [InlineData("a%0Ab")]
    [InlineData("%C3%BC")]
    public async Task PutAndDelete_IdIsNotOne_IsInvalid(string encoded)
    {
        var tenant = await fixture.NewTenantAsync();
        using var put = await PutAsync(tenant, encoded, """{"score":9,"channel":"web","touchpoint":"checkout"}""");
        await put.ShouldBeProblemAsync(400, "invalid-response");
        using var delete = await fixture.App.Http.DeleteAsync($"/v1/tenants/{tenant}/responses/{encoded}");
        await delete.ShouldBeProblemAsync(400, "invalid-response");
    }

    [Fact]
    public async Task Put_IdOf10KiB_IsInvalid()
    {
        using var answer = await PutAsync(await fixture.NewTenantAsync(), new string('a', 10_240), Good);
        await answer.ShouldBeProblemAsync(400, "invalid-response");
    }

    [Fact]
    public async Task Delete_KnownAndUnknown_ThenNeitherCanCome()
    {
        var tenant = await fixture.NewTenantAsync();
        using (await fixture.App.PostAsync(tenant, Good))
        {
        }

        foreach (var id in new[] { "r-1", "r-unknown" })
        {
            using var delete = await fixture.App.Http.DeleteAsync($"/v1/tenants/{tenant}/responses/{id}");
            delete.StatusCode.ShouldBe(HttpStatusCode.NoContent);
            using var again = await fixture.App.Http.DeleteAsync($"/v1/tenants/{tenant}/responses/{id}");
            again.StatusCode.ShouldBe(HttpStatusCode.NoContent);
            using var post = await fixture.App.PostAsync(tenant, Good.Replace("r-1", id, StringComparison.Ordinal));
            await post.ShouldBeProblemAsync(410, "response-erased");
            using var put = await PutAsync(tenant, id, Good.Replace("r-1", id, StringComparison.Ordinal));
            await put.ShouldBeProblemAsync(410, "response-erased");
        }
    }

    [Fact]
    public async Task DeleteCustomer_ErasesAllOfTheirs()
    {
        var tenant = await fixture.NewTenantAsync();
        var lines = string.Join('\n', Enumerable.Range(0, 10).Select(index =>
            $$"""{"id":"r-{{index}}","score":9,"channel":"web","touchpoint":"checkout","customerId":"c-{{index % 2}}"}"""));
        using (await fixture.App.PostLinesAsync(tenant, lines))
        {
        }

        using var delete = await fixture.App.Http.DeleteAsync($"/v1/tenants/{tenant}/responses?customerId=c-1");
        delete.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        using var none = await fixture.App.Http.DeleteAsync($"/v1/tenants/{tenant}/responses");
        await none.ShouldBeProblemAsync(400, "invalid-parameter");
        var export = await fixture.App.Http.GetStringAsync($"/v1/tenants/{tenant}/export");
        export.ShouldNotContain("c-1");
        export.Split('\n').Count(line => line.Contains("\"erased\":true", StringComparison.Ordinal)).ShouldBe(5);
    }

    [Fact]
    public async Task Post_WithoutId_TakesItFromTheHeaderOrMakesOne()
    {
        var tenant = await fixture.NewTenantAsync();
        const string Anonymous = """{"score":9,"channel":"web","touchpoint":"checkout"}""";
        using var made = await fixture.App.PostAsync(tenant, Anonymous);
        Guid.Parse((await made.ShouldBeJsonAsync(HttpStatusCode.Created)).Text("id")).Version.ShouldBe(7);
        using var keyed = await PostKeyedAsync(tenant, "key-1", Anonymous);
        (await keyed.ShouldBeJsonAsync(HttpStatusCode.Created)).Text("id").ShouldBe("key-1");
        using var again = await PostKeyedAsync(tenant, "key-1", Anonymous);
        (await again.ShouldBeJsonAsync(HttpStatusCode.OK)).Text("status").ShouldBe("duplicate");
        using var own = await PostKeyedAsync(tenant, "key-2", Good);
        (await own.ShouldBeJsonAsync(HttpStatusCode.Created)).Text("id").ShouldBe("r-1");
        using var bad = await PostKeyedAsync(tenant, "key 3", Anonymous);
        await bad.ShouldBeProblemAsync(400, "invalid-response");
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/json; charset=utf-16")]
    [InlineData("application/x-www-form-urlencoded")]
    public async Task Post_WrongContentType_IsUnsupported(string type)
    {
        var tenant = await fixture.NewTenantAsync();
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(Good));
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        using var answer = await fixture.App.Http.PostAsync($"/v1/tenants/{tenant}/responses", content);
        await answer.ShouldBeProblemAsync(415, "unsupported-media-type");
    }

    [Fact]
    public async Task Post_NoContentTypeOrGzip_IsUnsupported()
    {
        var tenant = await fixture.NewTenantAsync();
        using var bare = new ByteArrayContent(Encoding.UTF8.GetBytes(Good));
        using var answer = await fixture.App.Http.PostAsync($"/v1/tenants/{tenant}/responses", bare);
        await answer.ShouldBeProblemAsync(415, "unsupported-media-type");
        using var zipped = new StringContent(Good, Encoding.UTF8, "application/json");
        zipped.Headers.ContentEncoding.Add("gzip");
        using var second = await fixture.App.Http.PostAsync($"/v1/tenants/{tenant}/responses", zipped);
        (await second.ShouldBeProblemAsync(415, "unsupported-media-type")).Text("detail").ShouldContain("Content-Encoding");
    }

    [Fact]
    public async Task Put_Ndjson_IsUnsupported()
    {
        using var content = new StringContent(Good, Encoding.UTF8, "application/x-ndjson");
        using var answer = await fixture.App.Http.PutAsync($"/v1/tenants/{await fixture.NewTenantAsync()}/responses/r-1", content);
        await answer.ShouldBeProblemAsync(415, "unsupported-media-type");
    }

    [Theory]
    [InlineData(17_000, 400, "invalid-response")]
    [InlineData(1_100_000, 413, "body-too-large")]
    public async Task Post_BodyTooLarge_IsRefused(int bytes, int status, string code)
    {
        var tenant = await fixture.NewTenantAsync();
        var body = Good + new string(' ', bytes);
        using var answer = await fixture.App.PostAsync(tenant, body);
        await answer.ShouldBeProblemAsync(status, code);
        using var chunked = new HttpRequestMessage(HttpMethod.Post, $"/v1/tenants/{tenant}/responses")
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
            Headers = { TransferEncodingChunked = true },
        };
        using var second = await fixture.App.Http.SendAsync(chunked);
        await second.ShouldBeProblemAsync(status, code);
    }

    [Fact]
    public async Task Post_UnknownTenant_IsNotFound()
    {
        using var answer = await fixture.App.PostAsync("nobody", Good);
        await answer.ShouldBeProblemAsync(404, "unknown-tenant");
        using var lines = await fixture.App.PostLinesAsync("nobody", Good);
        await lines.ShouldBeProblemAsync(404, "unknown-tenant");
        using var odd = await fixture.App.PostAsync("no%2Fbody%20%E2%82%AC", Good);
        await odd.ShouldBeProblemAsync(404, "unknown-tenant");
    }

    [Fact]
    public async Task Post_Tombstone_IsOnlyTakenInNdjson()
    {
        var tenant = await fixture.NewTenantAsync();
        var tombstone = $$"""{"erased":true,"idHash":"{{new string('a', 32)}}"}""";
        using var single = await fixture.App.PostAsync(tenant, tombstone);
        await single.ShouldBeProblemAsync(400, "invalid-response");
        using var lines = await fixture.App.PostLinesAsync(tenant, tombstone);
        (await lines.ShouldBeJsonAsync(HttpStatusCode.OK)).Count("erased").ShouldBe(1);
    }

    private Task<HttpResponseMessage> PutAsync(string tenant, string id, string json) =>
        fixture.App.Http.PutAsync($"/v1/tenants/{tenant}/responses/{id}", new StringContent(json, Encoding.UTF8, "application/json"));

    private async Task<HttpResponseMessage> PostKeyedAsync(string tenant, string key, string json)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/v1/tenants/{tenant}/responses")
        {
            Content = new StringContent(json, Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("Idempotency-Key", key);
        return await fixture.App.Http.SendAsync(request);
    }
}
