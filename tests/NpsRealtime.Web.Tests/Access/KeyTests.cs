using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using NpsRealtime.Testing;
using NpsRealtime.Web.Tests.Support;

namespace NpsRealtime.Web.Tests.Access;

/// <summary>Keys: made, listed, rotated, revoked, expired, each within its scopes and its tenant.</summary>
public sealed class KeyTests : IAsyncLifetime
{
    private AccessWorld _world = null!;

    public async Task InitializeAsync() => _world = await AccessWorld.StartAsync();

    public async Task DisposeAsync() => await _world.DisposeAsync();

    [Fact]
    public async Task Key_WithScope_MayDoThatAndNothingElse()
    {
        using var ingest = _world.With(await _world.KeyAsync("acme", "ingest"));
        using var read = _world.With(await _world.KeyAsync("acme", "read"));

        (await SendAsync(ingest)).StatusCode.ShouldBe(HttpStatusCode.Created);
        (await read.GetAsync("/v1/tenants/acme/scores/tenant")).StatusCode.ShouldBe(HttpStatusCode.OK);
        await (await SendAsync(read)).ShouldBeProblemAsync(403, "missing-scope");
        await (await ingest.GetAsync("/v1/tenants/acme/scores/tenant")).ShouldBeProblemAsync(403, "missing-scope");
        await (await ingest.GetAsync("/v1/tenants/acme/keys")).ShouldBeProblemAsync(403, "missing-scope");
    }

    [Fact]
    public async Task Key_OnAnotherTenant_TheAnswerDoesNotTellWhetherItExists()
    {
        using var admin = _world.With(await _world.KeyAsync("acme", "admin"));

        var existing = await admin.GetAsync("/v1/tenants/rival");
        var unknown = await admin.GetAsync("/v1/tenants/nobody");

        existing.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await existing.Content.ReadAsStringAsync()).ShouldBe(await unknown.Content.ReadAsStringAsync());
        existing.StatusCode.ShouldBe(unknown.StatusCode);
    }

    [Fact]
    public async Task Tenants_WithATenantsKey_AreOnlyItsOwn()
    {
        using var read = _world.With(await _world.KeyAsync("acme", "read"));

        var tenants = (await read.GetFromJsonAsync<JsonElement>("/v1/tenants")).GetProperty("tenants");

        tenants.EnumerateArray().Select(tenant => tenant.GetProperty("name").GetString()).ShouldBe(["acme"]);
    }

    [Fact]
    public async Task Key_Listed_NeverShowsItsSecretButItsLastUse()
    {
        var made = await _world.MakeKeyAsync("acme", ["read"]);
        using var read = _world.With(made.GetProperty("key").GetString());
        (await read.GetAsync("/v1/tenants/acme")).EnsureSuccessStatusCode();

        var text = await _world.Platform.GetStringAsync("/v1/tenants/acme/keys");

        text.ShouldNotContain(made.GetProperty("key").GetString()!.Split('_', 3)[2]);
        text.ShouldNotContain("hash");
        var listed = JsonSerializer.Deserialize<JsonElement>(text).GetProperty("keys").EnumerateArray().Single(key => key.GetProperty("id").GetString() == made.GetProperty("id").GetString());
        listed.GetProperty("lastUsedAt").ValueKind.ShouldBe(JsonValueKind.String);
        listed.GetProperty("status").GetString().ShouldBe("works");
    }

    [Fact]
    public async Task Key_Revoked_IsRefusedAtOnce()
    {
        var made = await _world.MakeKeyAsync("acme", ["read"]);
        using var read = _world.With(made.GetProperty("key").GetString());
        (await read.GetAsync("/v1/tenants/acme")).EnsureSuccessStatusCode();

        (await _world.Platform.DeleteAsync($"/v1/tenants/acme/keys/{made.GetProperty("id").GetString()}")).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        await (await read.GetAsync("/v1/tenants/acme")).ShouldBeProblemAsync(401, "unauthorized");
    }

    [Fact]
    public async Task Key_Expired_IsRefused()
    {
        var made = await _world.MakeKeyAsync("acme", ["read"], TimeProvider.System.GetUtcNow().AddSeconds(6));
        using var read = _world.With(made.GetProperty("key").GetString());
        (await read.GetAsync("/v1/tenants/acme")).EnsureSuccessStatusCode();

        await _world.SeeRefusedAsync(made.GetProperty("key").GetString());

        await (await read.GetAsync("/v1/tenants/acme")).ShouldBeProblemAsync(401, "unauthorized");
    }

    [Fact]
    public async Task Key_Rotated_BothWorkAndTheOldOneEnds()
    {
        var made = await _world.MakeKeyAsync("acme", ["read"]);
        var path = $"/v1/tenants/acme/keys/{made.GetProperty("id").GetString()}/rotate";
        using var answer = await _world.Platform.PostAsJsonAsync(path, new { overlapMinutes = 5 });
        var successor = await answer.Content.ReadFromJsonAsync<JsonElement>();
        using var old = _world.With(made.GetProperty("key").GetString());
        using var fresh = _world.With(successor.GetProperty("key").GetString());

        (await old.GetAsync("/v1/tenants/acme")).EnsureSuccessStatusCode();
        (await fresh.GetAsync("/v1/tenants/acme")).EnsureSuccessStatusCode();
        await (await _world.Platform.PostAsync(path, content: null)).ShouldBeProblemAsync(404, "unknown-access-key");
        var listed = (await _world.Platform.GetFromJsonAsync<JsonElement>("/v1/tenants/acme/keys")).GetProperty("keys").EnumerateArray().ToList();
        var rotated = listed.Single(key => key.GetProperty("rotatedTo").GetString() == successor.GetProperty("id").GetString());
        (rotated.GetProperty("expiresAt").GetDateTimeOffset() - TimeProvider.System.GetUtcNow()).ShouldBeInRange(TimeSpan.FromMinutes(4), TimeSpan.FromMinutes(5));
    }

    [Fact]
    public async Task Key_RotatedWithoutOverlap_TheOldOneEndsAtOnce()
    {
        var made = await _world.MakeKeyAsync("acme", ["read"]);
        using var answer = await _world.Platform.PostAsJsonAsync($"/v1/tenants/acme/keys/{made.GetProperty("id").GetString()}/rotate", new { overlapMinutes = 0 });
        using var old = _world.With(made.GetProperty("key").GetString());
        using var fresh = _world.With((await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("key").GetString());

        await (await old.GetAsync("/v1/tenants/acme")).ShouldBeProblemAsync(401, "unauthorized");
        (await fresh.GetAsync("/v1/tenants/acme")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("DELETE", "/v1/tenants/acme", "Only a platform key has it: ask whoever runs the server.")]
    [InlineData("GET", "/v1/tenants/acme/keys", "nps keys create --scope admin")]
    public async Task Refusal_MissingScope_SaysWhichAndWhatToDo(string method, string path, string wanted)
    {
        using var read = _world.With(await _world.KeyAsync("acme", "read"));
        using var request = new HttpRequestMessage(new HttpMethod(method), path);

        var problem = await (await read.SendAsync(request)).ShouldBeProblemAsync(403, "missing-scope");

        var detail = problem.GetProperty("detail").GetString()!;
        detail.ShouldContain("the key has read.");
        detail.ShouldContain(wanted);
    }

    [Fact]
    public async Task Refusal_NoKey_SaysWhichScopeAndHowToSendAKey()
    {
        using var answer = await _world.App.Http.GetAsync("/v1/tenants/acme/scores/tenant");

        answer.Headers.WwwAuthenticate.ShouldHaveSingleItem().Scheme.ShouldBe("Bearer");
        (await answer.ShouldBeProblemAsync(401, "unauthorized")).GetProperty("detail").GetString()!
            .ShouldStartWith("This needs a key with the scope read, sent as Authorization: Bearer KEY.");
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"name":"","scopes":["read"]}""")]
    [InlineData("""{"name":"x","scopes":[]}""")]
    [InlineData("""{"name":"x","scopes":["platform"]}""")]
    [InlineData("""{"name":"x","scopes":["read",null]}""")]
    [InlineData("""{"name":"x","scopes":["read"],"expiresAt":"2001-01-01T00:00:00Z"}""")]
    [InlineData("""{"name":"x","scopes":"read"}""")]
    [InlineData("[")]
    public async Task MakeKey_Invalid_IsRefused(string body)
    {
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        await (await _world.Platform.PostAsync("/v1/tenants/acme/keys", content)).ShouldBeProblemAsync(400, "invalid-body");
    }

    [Fact]
    public async Task PlatformKey_TheLastOne_CantBeRevoked()
    {
        var keys = (await _world.Platform.GetFromJsonAsync<JsonElement>("/v1/keys")).GetProperty("keys");
        var id = keys.EnumerateArray().ShouldHaveSingleItem().GetProperty("id").GetString();

        await (await _world.Platform.DeleteAsync($"/v1/keys/{id}")).ShouldBeProblemAsync(409, "last-platform-key");
    }

    [Fact]
    public async Task Access_WithAKey_SaysWhatItMayDo()
    {
        using var admin = _world.With(await _world.KeyAsync("acme", "admin"));

        var access = await admin.GetFromJsonAsync<JsonElement>("/v1/access");

        access.GetProperty("kind").GetString().ShouldBe("key");
        access.GetProperty("tenant").GetString().ShouldBe("acme");
        access.GetProperty("scopes").EnumerateArray().Select(scope => scope.GetString()).ShouldBe(["ingest", "read", "comments", "admin"]);
        (await _world.App.Http.GetFromJsonAsync<JsonElement>("/v1/meta")).GetProperty("access").GetString().ShouldBe("keys");
    }

    [Fact]
    public async Task FirstStart_WithoutOpen_PrintsTheKeyOnceAndKeepsItForItsOwnerOnly()
    {
        var folder = Directory.CreateTempSubdirectory("nps-first-").FullName;
        var database = Path.Combine(folder, "nps.db");
        string printed;
        await using (var first = await NpsProcess.StartAsync(database, port: null, "--Access:Open=false"))
            printed = first.Output;
        var file = Path.Combine(folder, "platform.key");
        var key = (await File.ReadAllTextAsync(file)).Trim();
        printed.ShouldContain(key);
        if (!OperatingSystem.IsWindows())
            File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);

        await using (var second = await NpsProcess.StartAsync(database, port: null, "--Access:Open=false"))
        {
            second.Output.ShouldNotContain("nps_");
            second.Http.DefaultRequestHeaders.Add("Authorization", "Bearer " + key);
            (await second.Http.GetAsync("/v1/keys")).EnsureSuccessStatusCode();
        }

        Directory.Delete(folder, recursive: true);
    }

    private static Task<HttpResponseMessage> SendAsync(HttpClient client) =>
        client.PostAsJsonAsync("/v1/tenants/acme/responses", new { id = Guid.NewGuid().ToString(), score = 9, channel = "web", touchpoint = "checkout" });
}
