using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace NpsRealtime.Cluster.Tests.Support;

/// <summary>A proxy as dull as they come: each request goes to the next node, whoever sent it. Of requests and WebSockets.</summary>
internal sealed class RoundRobinProxy : IAsyncDisposable
{
    private static readonly string[] OwnHeaders = ["Host", "Connection", "Transfer-Encoding", "Content-Length", "Keep-Alive"];

    private readonly HttpMessageInvoker _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
    private readonly Uri[] _nodes;
    private readonly WebApplication _app;
    private readonly int[] _requests;
    private int _next;

    private RoundRobinProxy(Uri[] nodes, WebApplication app)
    {
        (_nodes, _app, _requests) = (nodes, app, new int[nodes.Length]);
        app.UseWebSockets();
        app.Run(context => context.WebSockets.IsWebSocketRequest ? PipeAsync(context) : ForwardAsync(context));
    }

    public Uri Address => new(_app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Single());

    /// <summary>How many requests each node got.</summary>
    public IReadOnlyList<int> Requests => _requests;

    public static async Task<RoundRobinProxy> StartAsync(IEnumerable<Uri> nodes)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var proxy = new RoundRobinProxy([.. nodes], builder.Build());
        await proxy._app.StartAsync();
        return proxy;
    }

    public async ValueTask DisposeAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        await _app.StopAsync(patience.Token);
        await _app.DisposeAsync();
        _http.Dispose();
    }

    private Uri NextNode()
    {
        var at = (int)((uint)Interlocked.Increment(ref _next) % (uint)_nodes.Length);
        Interlocked.Increment(ref _requests[at]);
        return _nodes[at];
    }

    private async Task ForwardAsync(HttpContext context)
    {
        using var request = new HttpRequestMessage(
            new HttpMethod(context.Request.Method), new Uri(NextNode(), context.Request.Path + context.Request.QueryString));
        if (context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == true)
            request.Content = new StreamContent(context.Request.Body);
        foreach (var (name, values) in context.Request.Headers.Where(header => !OwnHeaders.Contains(header.Key, StringComparer.OrdinalIgnoreCase)))
        {
            if (!request.Headers.TryAddWithoutValidation(name, values.AsEnumerable()))
                request.Content?.Headers.TryAddWithoutValidation(name, values.AsEnumerable());
        }

        using var answer = await _http.SendAsync(request, context.RequestAborted);
        context.Response.StatusCode = (int)answer.StatusCode;
        foreach (var (name, values) in answer.Headers.Concat(answer.Content.Headers).Where(header => !OwnHeaders.Contains(header.Key, StringComparer.OrdinalIgnoreCase)))
            context.Response.Headers[name] = values.ToArray();
        await using var body = await answer.Content.ReadAsStreamAsync(context.RequestAborted);
        var buffer = new byte[16_384];
        for (int read; (read = await body.ReadAsync(buffer, context.RequestAborted)) > 0;)
        {
            await context.Response.Body.WriteAsync(buffer.AsMemory(0, read), context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
        }
    }

    private async Task PipeAsync(HttpContext context)
    {
        using var node = new ClientWebSocket();
        var address = new UriBuilder(new Uri(NextNode(), context.Request.Path + context.Request.QueryString)) { Scheme = "ws" }.Uri;
        await node.ConnectAsync(address, context.RequestAborted);
        using var client = await context.WebSockets.AcceptWebSocketAsync();
        await Task.WhenAny(PumpAsync(node, client, context.RequestAborted), PumpAsync(client, node, context.RequestAborted));
    }

    private static async Task PumpAsync(WebSocket from, WebSocket to, CancellationToken cancellation)
    {
        var buffer = new byte[16_384];
        while (from.State == WebSocketState.Open)
        {
            var received = await from.ReceiveAsync(buffer.AsMemory(), cancellation);
            if (received.MessageType == WebSocketMessageType.Close)
                return;
            await to.SendAsync(buffer.AsMemory(0, received.Count), received.MessageType, received.EndOfMessage, cancellation);
        }
    }
}
