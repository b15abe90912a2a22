using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using NpsRealtime.Scoring.Store.Records;
using NpsRealtime.Testing;
using NpsRealtime.Web.Access.Pairing;
using NpsRealtime.Web.Tests.Support;

namespace NpsRealtime.Web.Tests.Access;

/// <summary>A television gets its board by six characters.</summary>
public class PairingTests
{
    [Fact]
    public async Task Pairing_Confirmed_TheTelevisionReadsItsScoresAndNoOthers()
    {
        await using var world = await AccessWorld.StartAsync();
        var begun = await BeginAsync(world);
        using var television = world.With(begun.GetProperty("token").GetString());
        var id = begun.GetProperty("id").GetString();
        begun.GetProperty("qr").GetString()!.ShouldContain("<svg");
        (await StateAsync(television, id)).GetProperty("status").GetString().ShouldBe("waiting");
        await (await television.GetAsync("/v1/tenants/acme/scores/channel/web")).ShouldBeProblemAsync(401, "unauthorized");

        // As a person would type it.
        var typed = begun.GetProperty("code").GetString()!.ToLowerInvariant().Insert(3, " ");
        using var confirmed = await ConfirmAsync(world, typed);
        confirmed.StatusCode.ShouldBe(HttpStatusCode.Created, await confirmed.Content.ReadAsStringAsync());

        var state = await StateAsync(television, id);
        state.GetProperty("status").GetString().ShouldBe("confirmed");
        state.GetProperty("address").GetString().ShouldBe($"/t/acme#link={begun.GetProperty("token").GetString()}");
        (await television.GetAsync("/v1/tenants/acme/scores/channel/web")).StatusCode.ShouldBe(HttpStatusCode.OK);
        await (await television.GetAsync("/v1/tenants/acme/scores/tenant")).ShouldBeProblemAsync(403, "no-access");
        await (await ConfirmAsync(world, typed)).ShouldBeProblemAsync(404, "unknown-pairing");
    }

    [Fact]
    public async Task Pairing_GuessedTooOften_IsRefused()
    {
        await using var world = await AccessWorld.StartAsync();
        using var admin = world.With(await world.KeyAsync("acme", "admin"));
        for (var guess = 0; guess < 20; guess++)
            await (await ConfirmAsync(admin, "CCCCCC")).ShouldBeProblemAsync(404, "unknown-pairing");

        await (await ConfirmAsync(admin, "CCCCCC")).ShouldBeProblemAsync(429, "too-many-guesses");
    }

    [Fact]
    public async Task Pairing_LookedAtWithAnotherToken_IsUnknown()
    {
        await using var world = await AccessWorld.StartAsync();
        var first = await BeginAsync(world);
        using var other = world.With((await BeginAsync(world)).GetProperty("token").GetString());

        await (await other.GetAsync($"/v1/pairings/{first.GetProperty("id").GetString()}")).ShouldBeProblemAsync(404, "unknown-pairing");
    }

    [Fact]
    public async Task Link_ForABoard_ShowsWhatTheBoardHas()
    {
        await using var world = await AccessWorld.StartAsync();
        await (await world.Platform.PostAsJsonAsync("/v1/tenants/acme/links", new { name = "x", board = "nope" })).ShouldBeProblemAsync(400, "invalid-body");
        var records = (Scoring.Store.Records.IRecordStore)world.App.Services.GetService(typeof(Scoring.Store.Records.IRecordStore))!;
        var engine = (Scoring.Engine.IScoreEngine)world.App.Services.GetService(typeof(Scoring.Engine.IScoreEngine))!;
        var acme = (await engine.FindTenantAsync("acme", CancellationToken.None))!;
        await records.PutAsync(acme.Id, "board", "b1", """{"name":"Lobby","hero":{"key":"channel/web"},"sections":[]}""", null, CancellationToken.None);
        using var made = await world.Platform.PostAsJsonAsync("/v1/tenants/acme/links", new { name = "x", board = "b1" });
        using var link = world.With((await made.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("token").GetString());

        (await link.GetAsync("/v1/tenants/acme/scores/channel/web")).StatusCode.ShouldBe(HttpStatusCode.OK);
        await (await link.GetAsync("/v1/tenants/acme/scores/channel/app")).ShouldBeProblemAsync(403, "no-access");

        // A board that changes changes what its links show, within the time of a refresh.
        await records.PutAsync(acme.Id, "board", "b1", """{"name":"Lobby","hero":{"key":"channel/app"},"sections":[]}""", null, CancellationToken.None);
        await SeeAsync(link, "/v1/tenants/acme/scores/channel/app");
        await (await link.GetAsync("/v1/tenants/acme/scores/channel/web")).ShouldBeProblemAsync(403, "no-access");
    }

    [Theory]
    [InlineData("/tv", true)]
    [InlineData("/pair", true)]
    [InlineData("/tv", false)]
    [InlineData("/pair", false)]
    public async Task Page_OfAnOpenServer_SaysSoAndOfAnotherDoesNot(string path, bool isOpen)
    {
        var folder = Directory.CreateTempSubdirectory("nps-page-");
        await using var app = await NpsApp.StartAsync($"--Access:Open={isOpen}", $"--Access:KeyFolder={folder.FullName}");

        var page = await app.Http.GetStringAsync(path);

        page.Contains("Open to everyone", StringComparison.Ordinal).ShouldBe(isOpen);
        page.ShouldNotContain("<!--");
        folder.Delete(recursive: true);
    }

    [Fact]
    public void Code_ReadBack_TakesCaseAndGapsButNoLookAlikes()
    {
        var code = PairingCode.Make();
        PairingCode.Read($" {code[..3].ToLowerInvariant()}-{code[3..]} ").ShouldBe(code);
        PairingCode.Read("ABCDE0").ShouldBeNull();
        PairingCode.Read("CCCCC").ShouldBeNull();
    }

    /// <summary>Waits until an address is answered.</summary>
    private static async Task SeeAsync(HttpClient client, string path)
    {
        for (var attempt = 0; ; attempt++)
        {
            using var answer = await client.GetAsync(path);
            if (answer.StatusCode == HttpStatusCode.OK || attempt == 400)
            {
                answer.StatusCode.ShouldBe(HttpStatusCode.OK);
                return;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        }
    }

    private static async Task<JsonElement> BeginAsync(AccessWorld world)
    {
        using var answer = await world.App.Http.PostAsync("/v1/pairings", content: null);
        answer.StatusCode.ShouldBe(HttpStatusCode.Created);
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    private static Task<JsonElement> StateAsync(HttpClient television, string? id) => television.GetFromJsonAsync<JsonElement>($"/v1/pairings/{id}");

    private static Task<HttpResponseMessage> ConfirmAsync(AccessWorld world, string code) => ConfirmAsync(world.Platform, code);

    private static Task<HttpResponseMessage> ConfirmAsync(HttpClient client, string code) =>
        client.PostAsJsonAsync($"/v1/tenants/acme/pairings/{Uri.EscapeDataString(code)}", new { name = "lobby", scores = (string[])["channel/web"] });
}
