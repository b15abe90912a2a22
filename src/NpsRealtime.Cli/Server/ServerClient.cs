using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace NpsRealtime.Cli.Server;

/// <summary>
/// The server's HTTP contract. Every call ends in its answer, in a <see cref="TransientException"/> when trying again may help, or
/// in a <see cref="ServerException"/> when it would not.
/// </summary>
internal sealed class ServerClient : IDisposable
{
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(100);

    private readonly HttpClient _http;

    public ServerClient(Uri address, string? key)
    {
        Address = address.AbsoluteUri.TrimEnd('/');

        // A proxy of the environment is for the world outside; it can't reach a server on this machine.
        var handler = new SocketsHttpHandler { UseProxy = !address.IsLoopback, ConnectTimeout = TimeSpan.FromSeconds(10) };
        _http = new HttpClient(handler)
        {
            BaseAddress = new Uri(Address + "/"),
            Timeout = Timeout.InfiniteTimeSpan,
        };
        if (!string.IsNullOrWhiteSpace(key))
            _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key.Trim());
    }

    /// <summary>The server's address, as one would type it.</summary>
    public string Address { get; }

    /// <summary>The tenant of that name, or null.</summary>
    public async Task<TenantAnswer?> FindTenantAsync(string tenant, CancellationToken cancellation)
    {
        try
        {
            return await AskAsync(HttpMethod.Get, Path(tenant), content: null, ServerJson.Default.TenantAnswer, cancellation);
        }
        catch (ServerException fault) when (fault.Code == "unknown-tenant")
        {
            return null;
        }
    }

    /// <summary>Makes a tenant, or changes one that is there.</summary>
    public Task<TenantAnswer> PutTenantAsync(string tenant, TenantAsk ask, CancellationToken cancellation) =>
        AskAsync(
            HttpMethod.Put,
            Path(tenant),
            JsonContent.Create(ask, ServerJson.Default.TenantAsk),
            ServerJson.Default.TenantAnswer,
            cancellation);

    /// <summary>The names of all tenants.</summary>
    public async Task<IReadOnlyList<string>> ListTenantsAsync(CancellationToken cancellation)
    {
        var answer = await AskAsync(HttpMethod.Get, "v1/tenants", content: null, ServerJson.Default.TenantListAnswer, cancellation);
        return [.. answer.Tenants.Select(tenant => tenant.Name)];
    }

    /// <summary>Sends lines of NDJSON.</summary>
    public async Task<IngestAnswer> PostLinesAsync(string tenant, ReadOnlyMemory<byte> lines, bool correct, CancellationToken cancellation)
    {
        using var content = new ReadOnlyMemoryContent(lines);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/x-ndjson");
        var path = Path(tenant) + "/responses" + (correct ? "?existing=correct" : "");
        return await AskAsync(HttpMethod.Post, path, content, ServerJson.Default.IngestAnswer, cancellation);
    }

    /// <summary>Everything stored for the tenant, as a stream of NDJSON that the caller disposes.</summary>
    public async Task<Stream> OpenExportAsync(string tenant, CancellationToken cancellation) =>
        await OpenAsync(Path(tenant) + "/export", "application/x-ndjson", cancellation);

    /// <summary>The stream of server-sent events, which the caller disposes.</summary>
    public async Task<Stream> OpenStreamAsync(string tenant, IEnumerable<string> scores, CancellationToken cancellation)
    {
        var query = string.Join('&', scores.Select(score => "score=" + Uri.EscapeDataString(score)));
        return await OpenAsync($"{Path(tenant)}/stream?{query}", "text/event-stream", cancellation);
    }

    public Task<RecountAnswer> RecountAsync(string tenant, CancellationToken cancellation) =>
        AskAsync(HttpMethod.Get, Path(tenant) + "/recount", content: null, ServerJson.Default.RecountAnswer, cancellation, Timeout.InfiniteTimeSpan);

    /// <summary>The keys of a tenant; of the platform when it is null.</summary>
    public Task<KeyListAnswer> ListKeysAsync(string? tenant, CancellationToken cancellation) =>
        AskAsync(HttpMethod.Get, KeysPath(tenant), content: null, ServerJson.Default.KeyListAnswer, cancellation);

    /// <summary>Makes a key, which the answer shows once.</summary>
    public Task<KeyMadeAnswer> MakeKeyAsync(string? tenant, KeyAsk ask, CancellationToken cancellation) =>
        AskAsync(HttpMethod.Post, KeysPath(tenant), JsonContent.Create(ask, ServerJson.Default.KeyAsk), ServerJson.Default.KeyMadeAnswer, cancellation);

    /// <summary>Makes a key's successor.</summary>
    public Task<KeyMadeAnswer> RotateKeyAsync(string? tenant, string id, RotationAsk ask, CancellationToken cancellation) => AskAsync(
        HttpMethod.Post,
        $"{KeysPath(tenant)}/{Uri.EscapeDataString(id)}/rotate",
        JsonContent.Create(ask, ServerJson.Default.RotationAsk),
        ServerJson.Default.KeyMadeAnswer,
        cancellation);

    /// <summary>Revokes a key.</summary>
    public async Task RevokeKeyAsync(string? tenant, string id, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, $"{KeysPath(tenant)}/{Uri.EscapeDataString(id)}");
        using var answer = await SendAsync(request, HttpCompletionOption.ResponseContentRead, cancellation);
    }

    public void Dispose() => _http.Dispose();

    private static string KeysPath(string? tenant) => tenant is null ? "v1/keys" : Path(tenant) + "/keys";

    private static string Path(string tenant) => "v1/tenants/" + Uri.EscapeDataString(tenant);

    private async Task<Stream> OpenAsync(string path, string accept, CancellationToken cancellation)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Accept.ParseAdd(accept);
        var answer = await SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        return await answer.Content.ReadAsStreamAsync(cancellation);
    }

    private async Task<T> AskAsync<T>(
        HttpMethod method, string path, HttpContent? content, JsonTypeInfo<T> type, CancellationToken cancellation, TimeSpan? timeout = null)
    {
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        bounded.CancelAfter(timeout ?? AnswerTimeout);
        try
        {
            using var request = new HttpRequestMessage(method, path) { Content = content };
            using var answer = await SendAsync(request, HttpCompletionOption.ResponseContentRead, bounded.Token);
            return await answer.Content.ReadFromJsonAsync(type, bounded.Token) ?? throw NotOurs();
        }
        catch (JsonException)
        {
            throw NotOurs();
        }
        catch (OperationCanceledException fault) when (!cancellation.IsCancellationRequested)
        {
            throw new TransientException(
                $"The server at {Address} did not answer within {AnswerTimeout.TotalSeconds} seconds.", retryAfter: null, fault);
        }
    }

    private async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, HttpCompletionOption completion, CancellationToken cancellation)
    {
        try
        {
            var answer = await _http.SendAsync(request, completion, cancellation);
            if (answer.IsSuccessStatusCode)
                return answer;
            using (answer)
                throw await ServerFault.ReadAsync(answer, Address, cancellation);
        }
        catch (HttpRequestException fault) when (fault.StatusCode is null)
        {
            throw new TransientException(
                $"No server answers at {Address}: start it, or name another with --server URL.", retryAfter: null, fault);
        }
    }

    private ServerException NotOurs() =>
        new($"What answers at {Address} is not an NpsRealtime server; name the right one with --server URL.", HttpStatusCode.OK, code: null);
}
