using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using NpsRealtime.Testing;

namespace NpsRealtime.Wallboard.Tests;

/// <summary>A server that asks for keys, with the tenant <c>acme</c> and one response, and its platform key.</summary>
internal sealed class KeyedServer : IAsyncDisposable
{
    private readonly DirectoryInfo _folder;

    private KeyedServer(NpsApp app, DirectoryInfo folder, string key) => (App, _folder, Key) = (app, folder, key);

    /// <summary>The server; its client sends the platform key.</summary>
    public NpsApp App { get; }

    public string Key { get; }

    public static async Task<KeyedServer> StartAsync()
    {
        var folder = Directory.CreateTempSubdirectory("nps-keys-");
        var app = await NpsApp.StartAsync("--Access:Open=false", $"--Access:KeyFolder={folder.FullName}", "--Access:RefreshMilliseconds=200");
        var key = (await File.ReadAllTextAsync(Path.Combine(folder.FullName, "platform.key"))).Trim();
        app.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        await app.PutTenantAsync("acme");
        await app.AcceptAsync("acme", 9);
        return new KeyedServer(app, folder, key);
    }

    /// <summary>Makes a board link for scores, and returns its token.</summary>
    public Task<string> LinkAsync(params string[] scores) => PostLinkAsync(new { name = "Lobby", scores });

    /// <summary>Makes a link to a saved board, and returns its token.</summary>
    public Task<string> BoardLinkAsync(string board) => PostLinkAsync(new { name = "Lobby", board });

    private async Task<string> PostLinkAsync(object link)
    {
        using var answer = await App.Http.PostAsJsonAsync("/v1/tenants/acme/links", link);
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("token").GetString()!;
    }

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
