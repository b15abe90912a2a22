using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HttpOverrides;
using NpsRealtime.Scoring;

namespace NpsRealtime.Web.Access.Hosts;

/// <summary>Believes <c>X-Forwarded-For</c>, <c>-Proto</c> and <c>-Host</c> from the proxies that are named, and from nobody else.</summary>
internal static class ForwardedFrom
{
    /// <exception cref="StartupException">An entry is neither an address nor a network.</exception>
    public static ForwardedHeadersOptions Options(string proxies)
    {
        var options = new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost,

            // Each hop is checked against the list, so that a chain of named proxies is followed to its end.
            ForwardLimit = null,
        };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var entry in AccessOptions.Entries(proxies))
        {
            if (IPAddress.TryParse(entry, out var address))
                options.KnownProxies.Add(address);
            else if (System.Net.IPNetwork.TryParse(entry, out var network))
                options.KnownIPNetworks.Add(network);
            else
                throw new StartupException($"--Access:Proxies names {entry}, which is neither an address such as 10.0.0.5 nor a network such as 10.0.0.0/8.");
        }

        return options;
    }
}
