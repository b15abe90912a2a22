using System.Net.Http.Headers;
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

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
