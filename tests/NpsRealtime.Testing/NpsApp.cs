using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using NpsRealtime.Server;
using NpsRealtime.Server.Node;

namespace NpsRealtime.Testing;

/// <summary>
/// The real server in this process: real Kestrel on a free port of the loopback interface, a real SQLite file in a folder of its own.
/// It is open, so that tests which are not about access need no key; <c>--Access:Open=false</c> makes it ask for one.
/// <code>await using var app = await NpsApp.StartAsync();</code>
/// </summary>
public sealed class NpsApp : IAsyncDisposable
{
    private readonly string _folder;
    private readonly string[] _args;
    private readonly Action<IServiceCollection>? _configure;
    private WebApplication _host;

    private NpsApp(string folder, string[] args, Action<IServiceCollection>? configure, WebApplication host)
    {
        _folder = folder;
        _args = args;
        _configure = configure;
        _host = host;
        Address = new Uri(host.Urls.First());
        Http = new HttpClient { BaseAddress = Address, Timeout = TimeSpan.FromMinutes(5) };
    }

    /// <summary>Where the server listens; it stays the same across <see cref="RestartAsync"/>.</summary>
    public Uri Address { get; }

    /// <summary>A client of that address.</summary>
    public HttpClient Http { get; }

    /// <summary>The database file.</summary>
    public string DatabasePath => Path.Combine(_folder, "nps.db");

    /// <summary>The host's services.</summary>
    public IServiceProvider Services => _host.Services;

    /// <summary>Starts the server with further arguments, as on its command line.</summary>
    public static Task<NpsApp> StartAsync(params string[] args) => StartAsync(configure: null, args);

    /// <summary>Starts the server with services changed, to put a fault or a clock in place.</summary>
    public static async Task<NpsApp> StartAsync(Action<IServiceCollection>? configure, params string[] args)
    {
        var folder = Directory.CreateTempSubdirectory("nps-test-").FullName;
        var host = await StartHostAsync(folder, "http://127.0.0.1:0", args, configure);
        return new NpsApp(folder, args, configure, host);
    }

    /// <summary>Stops the server; the database stays.</summary>
    public async Task StopAsync()
    {
        await _host.StopAsync();
        await _host.DisposeAsync();
    }

    /// <summary>Starts it again after <see cref="StopAsync"/>, at the same address and on the same database.</summary>
    public async Task RestartAsync() => _host = await StartHostAsync(_folder, Address.GetLeftPart(UriPartial.Authority), _args, _configure);

    /// <summary>Makes a tenant.</summary>
    public async Task PutTenantAsync(string name, string timeZone = "UTC")
    {
        using var answer = await Http.PutAsJsonAsync($"/v1/tenants/{name}", new { timeZone });
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Posts one response as it stands.</summary>
    public Task<HttpResponseMessage> PostAsync(string tenant, string json) =>
        Http.PostAsync($"/v1/tenants/{tenant}/responses", Body(json, "application/json"));

    /// <summary>Posts one response and wants it accepted. Returns the receipt's position.</summary>
    public async Task<string> AcceptAsync(
        string tenant, int score, string channel = "web", string touchpoint = "checkout", string? id = null)
    {
        using var answer = await PostAsync(tenant, JsonSerializer.Serialize(new { id = id ?? Guid.NewGuid().ToString(), score, channel, touchpoint }));
        if (answer.StatusCode != HttpStatusCode.Created)
            throw new InvalidOperationException($"{(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("position").GetString()!;
    }

    /// <summary>Posts lines of NDJSON.</summary>
    public Task<HttpResponseMessage> PostLinesAsync(string tenant, string lines, string query = "") =>
        Http.PostAsync($"/v1/tenants/{tenant}/responses{query}", Body(lines, "application/x-ndjson"));

    /// <summary>Reads JSON from an address and wants it to be there.</summary>
    public async Task<JsonElement> GetAsync(string path)
    {
        using var answer = await Http.GetAsync(path);
        var text = await answer.Content.ReadAsStringAsync();
        if (!answer.IsSuccessStatusCode)
            throw new InvalidOperationException($"{(int)answer.StatusCode}: {text}");
        return JsonSerializer.Deserialize<JsonElement>(text);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await StopAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static ByteArrayContent Body(string text, string type)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(text));
        content.Headers.ContentType = new MediaTypeHeaderValue(type);
        return content;
    }

    private static async Task<WebApplication> StartHostAsync(
        string folder, string address, string[] args, Action<IServiceCollection>? configure)
    {
        string[] own = ["--open", "--urls", address, "--Store:Sqlite", Path.Combine(folder, "nps.db"), "--Logging:LogLevel:Default", "Warning"];
        var host = await ServerHost.BuildAsync([.. own, .. args], services =>
        {
            // It would end the process, which is that of all tests.
            services.Remove(services.Single(service => service.ImplementationType == typeof(StopDeadline)));
            configure?.Invoke(services);
        });
        await host.StartAsync();
        return host;
    }
}
