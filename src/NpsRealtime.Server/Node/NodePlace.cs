using System.Net;
using NpsRealtime.Scoring;
using NpsRealtime.Storage.Cluster;

namespace NpsRealtime.Server.Node;

/// <summary>
/// Whether a node may take the place that its options name. Orleans does not ask: a silo that starts at the address of another declares
/// that one dead, as its own older life, and one that tells other machines a loopback address is reached by nobody there.
/// </summary>
internal sealed class NodePlace(Func<CancellationToken, Task<IReadOnlyList<SiloEntry>>> read, TimeProvider time)
{
    /// <summary>A silo says every five seconds that it lives: who says nothing for so long does not.</summary>
    private static readonly TimeSpan SilenceMax = TimeSpan.FromSeconds(12);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    /// <summary>Returns when the place is free.</summary>
    /// <param name="silo">Where this silo will be reached; null for a gateway.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <exception cref="StartupException">A silo that lives is in the way; the message says what to set.</exception>
    public async Task TakeAsync(IPEndPoint? silo, CancellationToken cancellation)
    {
        var doubted = (await read(cancellation)).Where(member => member.IsRecent && FaultOf(member, silo) is not null).ToList();

        // What stands there may be left from one that was killed a moment ago.
        for (var began = time.GetTimestamp(); doubted.Count > 0 && time.GetElapsedTime(began) < SilenceMax;)
        {
            await Task.Delay(Pause, time, cancellation);
            var present = await read(cancellation);
            if (doubted.Find(known => present.Any(member => IsSame(member, known) && member.AliveAt > known.AliveAt)) is { } alive)
                throw new StartupException(FaultOf(alive, silo)!);
            doubted.RemoveAll(known => !present.Any(member => IsSame(member, known)));
        }
    }

    private static bool IsSame(SiloEntry one, SiloEntry other) =>
        (one.Address, one.Port, one.Generation) == (other.Address, other.Port, other.Generation);

    private static string? FaultOf(SiloEntry member, IPEndPoint? silo)
    {
        // In this network nobody else can have the port that this silo has bound.
        if (NodeName.IsNear(member.Name) || !IPAddress.TryParse(member.Address, out var address))
            return null;
        if (IPAddress.IsLoopback(address))
        {
            return $"The silo on {member.Host} tells the others to reach it at {address}, which leads nowhere from another machine. Start it again with --Orleans:Address and the address of its machine; then start this one"
                + (silo is null || !IPAddress.IsLoopback(silo.Address) ? "." : " with its own.");
        }

        if (silo is not null && IPAddress.IsLoopback(silo.Address))
            return $"There is a silo on another machine, at {address} ({member.Host}), which can't reach this one at {silo.Address}. Give this machine's address with --Orleans:Address.";
        return silo is not null && address.Equals(silo.Address) && member.Port == silo.Port
            ? $"A silo that lives has the address {silo} already, on {member.Host}. Give this node another one with --Orleans:Address, or another port with --Orleans:SiloPort."
            : null;
    }
}
