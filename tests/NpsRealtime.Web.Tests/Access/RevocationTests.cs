using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using NpsRealtime.Testing;
using NpsRealtime.Web.Tests.Support;

namespace NpsRealtime.Web.Tests.Access;

/// <summary>What was opened with a key or link ends within five seconds after it is revoked, on either store.</summary>
public class RevocationTests
{
    /// <summary>Longer than it takes to open a stream on a busy machine.</summary>
    private static readonly TimeSpan Life = TimeSpan.FromSeconds(6);

    private static readonly TimeSpan AtMost = TimeSpan.FromSeconds(5);

    [SkippableTheory]
    [InlineData("sqlite", "keys")]
    [InlineData("sqlite", "links")]
    [InlineData("postgres", "keys")]
    [InlineData("postgres", "links")]
    public async Task Revoke_WithOpenStreams_TheyEndInTime(string store, string kind)
    {
        await using var world = await AccessWorld.StartAsync(await StoreArguments.OfAsync(store));
        object ask = kind == "keys" ? new { name = "tv", scopes = (string[])["read"] } : new { name = "tv", scores = (string[])["tenant"] };
        using var answer = await world.Platform.PostAsJsonAsync($"/v1/tenants/acme/{kind}", ask);
        var made = await answer.Content.ReadFromJsonAsync<JsonElement>();
        var token = made.GetProperty(kind == "keys" ? "key" : "token").GetString();
        using var client = world.With(token);
        using var sse = await SseReader.OpenAsync(client, "/v1/tenants/acme/stream?score=tenant");
        sse.Answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var hub = await RawHub.ConnectAsync(world.App.Address, token);
        (await hub.InvokeAsync("Subscribe", new { tenant = "acme", scores = new[] { new { key = "tenant" } } })).ShouldBeNull();

        (await world.Platform.DeleteAsync($"/v1/tenants/acme/{kind}/{made.GetProperty("id").GetString()}")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        var revoked = TimeProvider.System.GetTimestamp();
        await hub.EndAsync();
        while (await sse.NextAsync() is not null)
        {
        }

        TimeProvider.System.GetElapsedTime(revoked).ShouldBeLessThan(AtMost * Math.Max(1, Crowding.Measure()));
        await (await client.GetAsync("/v1/tenants/acme/stream?score=tenant")).ShouldBeProblemAsync(401, "unauthorized");
    }

    [Fact]
    public async Task Expiry_WithAnOpenStream_EndsIt()
    {
        await using var world = await AccessWorld.StartAsync();
        var made = await world.MakeKeyAsync("acme", ["read"], TimeProvider.System.GetUtcNow() + Life);
        using var client = world.With(made.GetProperty("key").GetString());
        using var sse = await SseReader.OpenAsync(client, "/v1/tenants/acme/stream?score=tenant");
        sse.Answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        var opened = TimeProvider.System.GetTimestamp();

        while (await sse.NextAsync() is not null)
        {
        }

        TimeProvider.System.GetElapsedTime(opened).ShouldBeLessThan(Life + (AtMost * Math.Max(1, Crowding.Measure())));
    }
}
