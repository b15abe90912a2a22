using System.Net;
using System.Text;
using System.Text.Json;
using NpsRealtime.Testing;
using NpsRealtime.Web.Tests.Support;

namespace NpsRealtime.Web.Tests.Tenants;

public class TenantTests(AppFixture fixture) : IClassFixture<AppFixture>
{
    [Fact]
    public async Task Put_NewThenAgainThenOtherZone_IsCreatedThenThere()
    {
        using var created = await PutAsync("Acme%20Corp", """{"timeZone":"Europe/Berlin"}""");
        var tenant = await created.ShouldBeJsonAsync(HttpStatusCode.Created);
        tenant.Text("name").ShouldBe("acme-corp");
        tenant.Text("timeZone").ShouldBe("Europe/Berlin");
        created.Headers.Location!.ToString().ShouldBe("/v1/tenants/acme-corp");
        using var again = await PutAsync("acme-corp", "");
        (await again.ShouldBeJsonAsync(HttpStatusCode.OK)).Text("timeZone").ShouldBe("Europe/Berlin");
        using var moved = await PutAsync("acme-corp", """{"timeZone":"Asia/Kolkata"}""");
        (await moved.ShouldBeJsonAsync(HttpStatusCode.OK)).Text("timeZone").ShouldBe("Asia/Kolkata");
        (await fixture.App.GetAsync("/v1/tenants/acme-corp")).Text("timeZone").ShouldBe("Asia/Kolkata");
        var names = (await fixture.App.GetAsync("/v1/tenants")).GetProperty("tenants").EnumerateArray().Select(one => one.Text("name"));
        names.ShouldContain("acme-corp");
    }

    [Fact]
    public async Task Put_OtherZoneWithResponses_IsFixed()
    {
        var tenant = await fixture.NewTenantAsync("Europe/Berlin");
        await fixture.App.AcceptAsync(tenant, 9);
        using var moved = await PutAsync(tenant, """{"timeZone":"Asia/Kolkata"}""");
        await moved.ShouldBeProblemAsync(409, "time-zone-fixed");
        using var same = await PutAsync(tenant, """{"timeZone":"Europe/Berlin"}""");
        await same.ShouldBeJsonAsync(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Put_IdKey_OnlyForANewTenant()
    {
        var key = Convert.ToBase64String(Enumerable.Range(0, 32).Select(index => (byte)index).ToArray());
        using var created = await PutAsync("keyed", $$"""{"idKey":"{{key}}"}""");
        created.StatusCode.ShouldBe(HttpStatusCode.Created);
        using var same = await PutAsync("keyed", $$"""{"idKey":"{{key}}"}""");
        same.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var other = await PutAsync("keyed", $$"""{"idKey":"{{Convert.ToBase64String(new byte[32])}}"}""");
        await other.ShouldBeProblemAsync(409, "id-key-fixed");
    }

    [Theory]
    [InlineData("""{"timeZone":"Mars/Olympus"}""", "timeZone")]
    [InlineData("""{"timeZone":"../../etc/passwd"}""", "timeZone")]
    [InlineData("""{"timeZone":""}""", "timeZone")]
    [InlineData("""{"timeZone":7}""", "$")]
    [InlineData("""{"idKey":"AAAA"}""", "idKey")]
    [InlineData("""{"idKey":"!"}""", "idKey")]
    [InlineData("[]", "$")]
    [InlineData("null", "$")]
    [InlineData("{", "$")]
    [InlineData("{\"timeZone\":\"\\ud800\"}", "$")]
    public async Task Put_BadSettings_NamesTheFault(string body, string field)
    {
        using var answer = await PutAsync("bad-settings", body);
        var problem = await answer.ShouldBeProblemAsync(400, "invalid-tenant");
        problem.GetProperty("faults").EnumerateArray().Select(fault => fault.Text("field")).ShouldContain(field);
    }

    [Theory]
    [InlineData("a%2Fb")]
    [InlineData("%20%20")]
    [InlineData("a%07b")]
    [InlineData("xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx")]
    public async Task Put_BadName_IsInvalid(string name)
    {
        using var answer = await PutAsync(name, "");
        await answer.ShouldBeProblemAsync(400, "invalid-tenant");
    }

    [Fact]
    public async Task Put_TooLargeOrDeepOrWrongType_IsRefused()
    {
        using var large = await PutAsync("refused", new string(' ', 20_000) + "{}");
        await large.ShouldBeProblemAsync(400, "invalid-tenant");
        using var deep = await PutAsync("refused", "{\"x\":" + new string('[', 2_000) + new string(']', 2_000) + "}");
        await deep.ShouldBeProblemAsync(400, "invalid-tenant");
        using var text = await fixture.App.Http.PutAsync("/v1/tenants/refused", new StringContent("{}", Encoding.UTF8, "text/plain"));
        await text.ShouldBeProblemAsync(415, "unsupported-media-type");
    }

    [Theory]
    [InlineData("/v1/tenants/nobody")]
    [InlineData("/v1/tenants/nobody/export")]
    [InlineData("/v1/tenants/nobody/recount")]
    [InlineData("/v1/tenants/nobody/scores")]
    [InlineData("/v1/tenants/nobody/scores/tenant")]
    [InlineData("/v1/tenants/nobody/history/tenant")]
    [InlineData("/v1/tenants/nobody/stream?score=tenant")]
    public async Task Get_UnknownTenant_IsNotFound(string path)
    {
        using var answer = await fixture.App.Http.GetAsync(path);
        await answer.ShouldBeProblemAsync(404, "unknown-tenant");
    }

    [Fact]
    public async Task Export_SentToAnotherInstallation_ExportsTheSame()
    {
        var tenant = await fixture.NewTenantAsync("Europe/Berlin");
        const string Responses = """
            {"id":"r-1","score":9,"channel":"Web Chat","touchpoint":"checkout","respondedAt":"2026-11-01T10:15:00+01:00","segments":{"Region":"EMEA"},"comment":"Größe \"gut\" 😀","customerId":"c-1"}
            {"id":"r-2","score":3,"channel":"web chat","touchpoint":"Checkout"}
            {"id":"r-3","score":7,"channel":"phone","touchpoint":"support"}
            """;
        using (await fixture.App.PostLinesAsync(tenant, Responses))
        using (await fixture.App.Http.DeleteAsync($"/v1/tenants/{tenant}/responses/r-3"))
        using (await fixture.App.Http.DeleteAsync($"/v1/tenants/{tenant}/responses/never-was"))
        {
        }

        var export = await fixture.App.Http.GetStringAsync($"/v1/tenants/{tenant}/export");
        var lines = export.Split('\n', 2);
        var head = JsonSerializer.Deserialize<JsonElement>(lines[0]).GetProperty("tenant");
        await using var second = await NpsApp.StartAsync();
        using var made = await second.Http.PutAsync($"/v1/tenants/{tenant}", new StringContent(head.GetRawText(), Encoding.UTF8, "application/json"));
        made.StatusCode.ShouldBe(HttpStatusCode.Created);
        using var sent = await second.PostLinesAsync(tenant, lines[1]);
        var summary = await sent.ShouldBeJsonAsync(HttpStatusCode.OK);
        (summary.Count("accepted"), summary.Count("erased"), summary.Count("rejected")).ShouldBe((2, 2, 0));
        var copy = await second.Http.GetStringAsync($"/v1/tenants/{tenant}/export");
        Sorted(copy).ShouldBe(Sorted(export));
        using var late = await second.PostAsync(tenant, """{"id":"never-was","score":3,"channel":"web","touchpoint":"checkout"}""");
        await late.ShouldBeProblemAsync(410, "response-erased");
        (await second.GetAsync($"/v1/tenants/{tenant}/recount")).GetProperty("isClean").GetBoolean().ShouldBeTrue();
    }

    private static List<string> Sorted(string lines) => [.. lines.Split('\n').Order(StringComparer.Ordinal)];

    private Task<HttpResponseMessage> PutAsync(string name, string body)
    {
        var content = body.Length == 0 ? null : new StringContent(body, Encoding.UTF8, "application/json");
        return fixture.App.Http.PutAsync($"/v1/tenants/{name}", content);
    }
}
