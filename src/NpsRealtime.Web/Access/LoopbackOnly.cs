using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using NpsRealtime.Scoring;

namespace NpsRealtime.Web.Access;

/// <summary>Refuses to listen on anything but the loopback interface until access control exists.</summary>
internal static class LoopbackOnly
{
    /// <summary>Checks an endpoint that is about to be bound, wherever it was configured.</summary>
    /// <exception cref="StartupException">Other machines could reach it.</exception>
    public static void Check(ListenOptions endpoint)
    {
        if (endpoint.IPEndPoint is { } address && !IPAddress.IsLoopback(address.Address))
        {
            throw new StartupException(
                $"The server will not listen on {address}: it has no access control yet, so everybody who reaches that address could read "
                + "and write every tenant. Use a loopback address, as in --urls http://127.0.0.1:5080, and put a proxy with access control before it.");
        }
    }
}
