using System.Net;
using NpsRealtime.Web.Tests.Access;
using NpsRealtime.Web.Tests.Support;

namespace NpsRealtime.Cluster.Tests.Support;

/// <summary>What somebody with a key has open at one node: a stream of events, and a connection of the hub that watches a score.</summary>
internal sealed class NodeStreams : IDisposable
{
    private const string Path = $"/v1/tenants/{SiloCluster.Tenant}/stream?score=tenant";

    private readonly HttpClient _http;
    private readonly SseReader _events;
    private readonly RawHub _hub;

    private NodeStreams(HttpClient http, SseReader events, RawHub hub) => (_http, _events, _hub) = (http, events, hub);

    /// <summary>Opens both, as soon as the node knows the key.</summary>
    public static async Task<NodeStreams> OpenAsync(SiloProcess node, string token)
    {
        var http = SiloCluster.Http(node, token);
        var events = await SseReader.OpenAsync(http, Path);
        for (var attempt = 0; attempt < 200 && events.Answer.StatusCode == HttpStatusCode.Unauthorized; attempt++)
        {
            events.Dispose();
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
            events = await SseReader.OpenAsync(http, Path);
        }

        events.Answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        var hub = await RawHub.ConnectAsync(node.Address, token);
        (await hub.InvokeAsync("Subscribe", new { tenant = SiloCluster.Tenant, scores = new[] { new { key = "tenant" } } })).ShouldBeNull();
        return new NodeStreams(http, events, hub);
    }

    /// <summary>Waits until the node has ended both.</summary>
    public async Task EndAsync()
    {
        var hub = _hub.EndAsync();
        while (await _events.NextAsync() is not null)
        {
        }

        await hub;
    }

    /// <summary>Asks once more with the same key.</summary>
    public async Task<HttpStatusCode> AskAsync()
    {
        using var answer = await _http.GetAsync(Path, HttpCompletionOption.ResponseHeadersRead);
        return answer.StatusCode;
    }

    public void Dispose()
    {
        _hub.Dispose();
        _events.Dispose();
        _http.Dispose();
    }
}
