using System.Collections.Frozen;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using NpsRealtime.Web.Problems;

namespace NpsRealtime.Web.Access.Hosts;

/// <summary>
/// Refuses names that this server was not given, through which a page elsewhere could reach it by way of a browser on this machine
/// (DNS rebinding), and browsers' requests from pages of origins that were not named. Gives every answer its security headers.
/// </summary>
internal sealed class HostGuard(RequestDelegate next, IOptions<AccessOptions> options)
{
    /// <summary>For everything that is no page: a browser that shows it anyway runs nothing in it.</summary>
    private const string NoContentPolicy = "default-src 'none'; frame-ancestors 'none'";

    private readonly FrozenSet<string> _hosts =
        AccessOptions.Entries(options.Value.Hosts).Concat(["127.0.0.1", "[::1]", "localhost"]).ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private readonly FrozenSet<string> _origins = AccessOptions.Entries(options.Value.Origins).ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    public Task InvokeAsync(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.ContentSecurityPolicy = NoContentPolicy;
        headers["Referrer-Policy"] = "no-referrer";

        // Answers hold scores and comments; files of pages say otherwise where they are served.
        headers.CacheControl = "no-store";
        if (context.Request.IsHttps)
            headers.StrictTransportSecurity = "max-age=31536000";
        var host = context.Request.Host;
        if (!_hosts.Contains(host.Host))
            return new Problem(ProblemCatalogue.InvalidHost).ExecuteAsync(context);
        if (context.Request.Headers.Origin is { Count: > 0 } origin && !IsKnownOrigin(origin.ToString(), context.Request))
            return new Problem(ProblemCatalogue.ForeignOrigin).ExecuteAsync(context);
        return next(context);
    }

    // The header is compared as a whole, scheme and port included: another port is another program.
    private bool IsKnownOrigin(string origin, HttpRequest request) =>
        origin.Equals($"{request.Scheme}://{request.Host.Value}", StringComparison.OrdinalIgnoreCase) || _origins.Contains(origin);
}
