using System.Net;

namespace NpsRealtime.Server.Node;

/// <summary>Tells an operator where a silo is reached, and what is open about it.</summary>
internal sealed class NodeNotice(NodeSockets sockets, bool isEncrypted, ILogger<NodeNotice> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var (usual, used) in sockets.Replaced)
            Log.PortTaken(logger, usual, used);
        if (!isEncrypted && !IPAddress.IsLoopback(sockets.Silo.Address))
            Log.NodesUnencrypted(logger, sockets.Silo.Address.ToString());
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
