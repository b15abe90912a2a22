using System.Net;
using System.Net.Sockets;
using NpsRealtime.Scoring;

namespace NpsRealtime.Server.Node;

/// <summary>
/// The two ports of a silo, bound before anything else starts, so that no other program has them and none can take them. Orleans' own
/// listener shares its port with whoever asks (<c>SO_REUSEPORT</c>): two silos could have one address, and each would take the other
/// for its own older life and declare it dead.
/// </summary>
internal sealed class NodeSockets : IDisposable
{
    /// <summary>How many connections may wait to be accepted.</summary>
    public const int Backlog = 512;

    private const int UsualSiloPort = 11_111;
    private const int UsualGatewayPort = 30_000;

    private readonly Socket _silo;
    private readonly Socket _gateway;

    private NodeSockets(Socket silo, Socket gateway)
    {
        _silo = silo;
        _gateway = gateway;
    }

    /// <summary>Where other silos reach this one.</summary>
    public IPEndPoint Silo => (IPEndPoint)_silo.LocalEndPoint!;

    /// <summary>Where gateways do.</summary>
    public IPEndPoint Gateway => (IPEndPoint)_gateway.LocalEndPoint!;

    /// <summary>The usual ports that were taken, each with the one that is used instead.</summary>
    public IEnumerable<(int Usual, int Used)> Replaced { get; private init; } = [];

    /// <summary>Binds both ports.</summary>
    /// <exception cref="StartupException">A port that was asked for is taken, or the address is not of this machine.</exception>
    public static NodeSockets Bind(NodeOptions node)
    {
        var address = IPAddress.Parse(node.Address);
        var replaced = new List<(int, int)>();
        var silo = Bind(address, node.SiloPort, UsualSiloPort, nameof(NodeOptions.SiloPort), replaced);
        try
        {
            return new NodeSockets(silo, Bind(address, node.GatewayPort, UsualGatewayPort, nameof(NodeOptions.GatewayPort), replaced)) { Replaced = replaced };
        }
        catch
        {
            silo.Dispose();
            throw;
        }
    }

    /// <summary>The socket of an endpoint; whoever takes it listens on it and closes it.</summary>
    public Socket Of(EndPoint endpoint) => endpoint.Equals(Silo) ? _silo : _gateway;

    public void Dispose()
    {
        _silo.Dispose();
        _gateway.Dispose();
    }

    private static Socket Bind(IPAddress address, int? asked, int usual, string option, List<(int Usual, int Used)> replaced)
    {
        if (TryBind(address, asked ?? usual) is { } socket)
            return socket;
        if (asked is { } port)
        {
            throw new StartupException(
                $"Port {port} of {address} is taken by another program, perhaps another node. Choose another with --Orleans:{option}, or leave it out to have a free one.");
        }

        var free = TryBind(address, port: 0)!;
        replaced.Add((usual, ((IPEndPoint)free.LocalEndPoint!).Port));
        return free;
    }

    private static Socket? TryBind(IPAddress address, int port)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            // Connections take this over from the socket that accepts them, so that a node which vanished is noticed.
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            socket.Bind(new IPEndPoint(address, port));

            // Two sockets may be bound to one port until one of them listens.
            socket.Listen(Backlog);
            return socket;
        }
        catch (SocketException failure)
        {
            socket.Dispose();
            return failure.SocketErrorCode switch
            {
                SocketError.AddressAlreadyInUse => null,
                SocketError.AddressNotAvailable => throw new StartupException(
                    $"--Orleans:Address={address} is no address of this machine. Give the one at which the other nodes reach it.", failure),
                _ => throw new StartupException(
                    $"Port {port} of {address} can't be used: {failure.Message}. Choose others with --Orleans:Address, --Orleans:SiloPort and --Orleans:GatewayPort.", failure),
            };
        }
    }
}
