using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NpsRealtime.Scoring;
using NpsRealtime.Web.Access.Grants;
using NpsRealtime.Web.Access.Keys;

namespace NpsRealtime.Web.Access.Hosts;

/// <summary>Refuses to listen where other machines could reach a server that is open, has no key, or does not know its own name.</summary>
internal sealed class ListeningRule(KnownGrants grants, FirstKey firstKey, IOptions<AccessOptions> options, ILogger<ListeningRule> logger)
{
    /// <summary>Checks an endpoint that is about to be bound, wherever it was configured.</summary>
    /// <exception cref="StartupException">Other machines could reach it, and must not.</exception>
    public void Check(ListenOptions endpoint)
    {
        if (endpoint.IPEndPoint is not { } address || IPAddress.IsLoopback(address.Address))
            return;
        if (options.Value.Open)
        {
            throw new StartupException(
                $"The server will not listen on {address}: with --open or --demo it asks for no key, so everybody who reaches that address could read "
                + "and write every tenant. Use a loopback address, as in --urls http://127.0.0.1:5080, or start it without --open and --demo.");
        }

        if (AccessOptions.Entries(options.Value.Hosts).Length == 0)
        {
            throw new StartupException(
                $"The server will not listen on {address} before it knows under which name others address it. Name it, as in "
                + "--Access:Hosts=board.example.org (several with commas between them), or use a loopback address, as in --urls http://127.0.0.1:5080.");
        }

        if (!grants.AnyKey && !firstKey.IsWanted)
        {
            throw new StartupException(
                $"The server will not listen on {address}: no key works, so nobody could use it. Start it once on a loopback address, as in "
                + "--urls http://127.0.0.1:5080, which makes and prints a platform key.");
        }

        if (AccessOptions.Entries(options.Value.Proxies).Length == 0)
            Log.PlainHttp(logger, address.ToString());
    }
}
