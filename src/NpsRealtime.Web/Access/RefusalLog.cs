using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NpsRealtime.Scoring.Keys;
using NpsRealtime.Web.Access.Grants;
using NpsRealtime.Web.Problems;
using NpsRealtime.Web.RateLimits;

namespace NpsRealtime.Web.Access;

/// <summary>
/// Names in the log who was refused: with which key, from where, at what. So many a second, for whoever guesses at keys must not fill the
/// disk; of the others the next line tells how many there were. Thread-safe.
/// </summary>
internal sealed class RefusalLog(IOptions<AccessOptions> options, TimeProvider time, ILogger<RefusalLog> logger)
{
    private readonly Lock _gate = new();
    private readonly Allowance _allowance = new(options.Value.RefusalsLoggedPerSecond, time);
    private long _unlisted;

    /// <summary>Notes a refused request, or a refused call over the connection that a request opened.</summary>
    public void Note(HttpContext? context, Grant? grant, Problem problem)
    {
        long unlisted;
        lock (_gate)
        {
            if (!_allowance.TryTake())
            {
                _unlisted++;
                return;
            }

            (unlisted, _unlisted) = (_unlisted, 0);
        }

        if (unlisted > 0)
            Log.MoreRefused(logger, unlisted);

        // A page that is opened without a key is an everyday thing; a key that does not work, or not for this, is not.
        var caller = Caller(context, grant);
        var level = caller is null ? LogLevel.Information : LogLevel.Warning;
        if (!logger.IsEnabled(level))
            return;
        var address = context?.Connection.RemoteIpAddress?.ToString();
        var route = context?.GetEndpoint() is RouteEndpoint endpoint ? $"{context.Request.Method} {endpoint.RoutePattern.RawText}" : null;
        var tenant = Tenant(context);
        Log.Refused(logger, level, problem.Kind.Code, caller ?? "nobody", address, route, tenant);
    }

    // The id only: it is the public part, and has the form of one, so that nothing that a caller made up gets into the log.
    private static string? Caller(HttpContext? context, Grant? grant)
    {
        if (grant is not null)
            return grant.Id;
        return context is not null && KeyAuthentication.SentWith(context) is { Length: > 0 } sent
            ? AccessToken.TryParse(sent, out var token) ? token.Id : "something that is no key"
            : null;
    }

    private static string? Tenant(HttpContext? context) =>
        context?.GetRouteValue("tenant") is string name && Slug.TryCreate(name, out var slug, out _) ? slug.Text : null;
}
