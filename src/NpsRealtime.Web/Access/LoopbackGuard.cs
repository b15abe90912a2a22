using Microsoft.AspNetCore.Http;
using NpsRealtime.Web.Problems;

namespace NpsRealtime.Web.Access;

/// <summary>
/// Until access control exists, the loopback interface is the only fence. A browser on the same machine could still be led
/// through it, by a name that resolves to 127.0.0.1 or by a page of another origin; both are refused here.
/// </summary>
internal sealed class LoopbackGuard(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        var host = context.Request.Host;
        if (!IsLoopbackName(host.Host))
            return new Problem(ProblemCatalogue.InvalidHost).ExecuteAsync(context);
        if (context.Request.Headers.Origin is { Count: > 0 } origin && !IsOwnOrigin(origin.ToString(), context.Request))
            return new Problem(ProblemCatalogue.ForeignOrigin).ExecuteAsync(context);
        context.Response.Headers.XContentTypeOptions = "nosniff";
        return next(context);
    }

    private static bool IsLoopbackName(string name) =>
        name is "127.0.0.1" or "[::1]" || name.Equals("localhost", StringComparison.OrdinalIgnoreCase);

    // The header is compared as a whole, scheme and port included: another port is another program.
    private static bool IsOwnOrigin(string origin, HttpRequest request) =>
        origin.Equals($"{request.Scheme}://{request.Host.Value}", StringComparison.OrdinalIgnoreCase);
}
