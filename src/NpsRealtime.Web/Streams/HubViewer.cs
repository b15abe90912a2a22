using Microsoft.AspNetCore.SignalR;
using NpsRealtime.Web.Listing;

namespace NpsRealtime.Web.Streams;

/// <summary>A viewer on the hub.</summary>
internal sealed class HubViewer(HubCallerContext context, IHubContext<ScoreHub> hub) : IViewerConnection
{
    public const string TransportName = "hub";

    private readonly ISingleClientProxy _client = hub.Clients.Client(context.ConnectionId);

    public string Transport => TransportName;

    // A send to one client completes when the connection's buffer can take more, which is what the pump waits for.
    public ValueTask SendAsync(SharedScore score) => new(_client.SendCoreAsync("scoreChanged", [score]));

    public ValueTask SendAsync(AddedResponses responses) => new(_client.SendCoreAsync("responsesAdded", [responses]));

    public ValueTask SendAsync(Heartbeat heartbeat) => new(_client.SendCoreAsync("heartbeat", [heartbeat]));

    public void Abort() => context.Abort();
}
