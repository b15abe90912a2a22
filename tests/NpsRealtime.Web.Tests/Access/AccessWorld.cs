using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using NpsRealtime.Testing;

namespace NpsRealtime.Web.Tests.Access;

/// <summary>A server that asks for keys, with two tenants and the platform key that it made at its first start.</summary>
public sealed class AccessWorld : IAsyncDisposable
{
    private AccessWorld(NpsApp app, string platformKey) => (App, PlatformKey, Platform) = (app, platformKey, With(app, platformKey));

    public NpsApp App { get; }

    public string PlatformKey { get; }

    /// <summary>A client with the platform key.</summary>
    public HttpClient Platform { get; }

    /// <summary>Starts it on SQLite, or with further arguments on another store.</summary>
    public static async Task<AccessWorld> StartAsync(params string[] args)
    {
        var folder = Directory.CreateTempSubdirectory("nps-keys-").FullName;
        var app = await NpsApp.StartAsync(["--Access:Open=false", "--RateLimits:AnonymousRequestsPerSecond=100000", "--Access:RefreshMilliseconds=200", $"--Access:KeyFolder={folder}", .. args]);
        var world = new AccessWorld(app, (await File.ReadAllTextAsync(Path.Combine(folder, "platform.key"))).Trim());
        foreach (var tenant in (string[])["acme", "rival"])
        {
            using var made = await world.Platform.PutAsync($"/v1/tenants/{tenant}", content: null);
            made.EnsureSuccessStatusCode();
        }

        Directory.Delete(folder, recursive: true);
        return world;
    }

    /// <summary>A client that sends a key with every request; none when it is null.</summary>
    public HttpClient With(string? key) => With(App, key);

    /// <summary>Makes a key of a tenant.</summary>
    public async Task<string> KeyAsync(string tenant, params string[] scopes) => (await MakeKeyAsync(tenant, scopes)).GetProperty("key").GetString()!;

    /// <summary>Waits until a key works no longer: by the server's clock, not by the test's.</summary>
    public async Task SeeRefusedAsync(string? key, string tenant = "acme")
    {
        using var client = With(key);
        for (var attempt = 0; attempt < 600; attempt++)
        {
            using var answer = await client.GetAsync($"/v1/tenants/{tenant}");
            if (answer.StatusCode == HttpStatusCode.Unauthorized)
                return;
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        }

        throw new TimeoutException("The key still works.");
    }

    public async Task<JsonElement> MakeKeyAsync(string tenant, string[] scopes, DateTimeOffset? expiresAt = null)
    {
        using var made = await Platform.PostAsJsonAsync($"/v1/tenants/{tenant}/keys", new { name = "test", scopes, expiresAt });
        made.StatusCode.ShouldBe(System.Net.HttpStatusCode.Created, await made.Content.ReadAsStringAsync());
        return await made.Content.ReadFromJsonAsync<JsonElement>();
    }

    public async ValueTask DisposeAsync()
    {
        Platform.Dispose();
        await App.DisposeAsync();
    }

    private static HttpClient With(NpsApp app, string? key)
    {
        var client = new HttpClient { BaseAddress = app.Address, Timeout = TimeSpan.FromMinutes(2) };
        if (key is not null)
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return client;
    }
}
