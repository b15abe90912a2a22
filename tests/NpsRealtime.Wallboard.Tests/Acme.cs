using System.Text;
using NpsRealtime.Testing;

namespace NpsRealtime.Wallboard.Tests;

/// <summary>The usual world of a screen's test: a server with the tenant <c>acme</c>, and what its people set.</summary>
internal static class Acme
{
    /// <summary>Starts a server with the tenant; skips the test when there is no browser.</summary>
    public static async Task<NpsApp> StartAsync()
    {
        Chromium.Require();
        var app = await NpsApp.StartAsync();
        await app.PutTenantAsync("acme");
        return app;
    }

    /// <summary>Puts something of a tenant: a board, a campaign.</summary>
    public static Task PutAsync(this NpsApp app, string tenant, string path, string json) => SendAsync(app, HttpMethod.Put, tenant, path, json);

    /// <summary>Changes something of a tenant: its settings, a key.</summary>
    public static Task PatchAsync(this NpsApp app, string tenant, string path, string json) => SendAsync(app, HttpMethod.Patch, tenant, path, json);

    /// <summary>Lets a tenant's screens show a score however few responses it has.</summary>
    public static Task ShowEveryScoreAsync(this NpsApp app, string tenant) => app.PatchAsync(tenant, "settings", """{"minResponses":1}""");

    private static async Task SendAsync(NpsApp app, HttpMethod method, string tenant, string path, string json)
    {
        using var request = new HttpRequestMessage(method, $"/v1/tenants/{tenant}/{path}");
        request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        using var answer = await app.Http.SendAsync(request);
        answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync());
    }
}
