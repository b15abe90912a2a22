using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using NpsRealtime.Scoring.Engine;
using NpsRealtime.Scoring.Store;
using NpsRealtime.Scoring.Store.Records;
using NpsRealtime.Web.Access.Grants;

namespace NpsRealtime.Web.Access.Trail;

/// <summary>
/// Notes every administrative action that succeeded: each request that changes something and needs the scope admin or platform, and
/// what is marked <see cref="Audited"/>. So a new endpoint is in the trail without anybody thinking of it.
/// </summary>
internal sealed class AuditTrail(ITrailStore trail, IScoreEngine engine, TimeProvider time, ILogger<AuditTrail> logger)
{
    private const int SubjectLengthMax = 300;

    public Task NoteAsync(HttpContext context, RequestDelegate next) =>
        context.GetEndpoint() is RouteEndpoint endpoint && IsAdministrative(context.Request.Method, endpoint)
            ? NoteAsync(context, endpoint, next)
            : next(context);

    /// <summary>Notes what the program did by itself.</summary>
    public Task NoteAsync(int tenantId, string action, string subject, long count, CancellationToken cancellation) =>
        trail.AppendAsync(new TrailEntry(0, tenantId, time.GetUtcNow(), "server", action, subject, count), cancellation);

    private async Task NoteAsync(HttpContext context, RouteEndpoint endpoint, RequestDelegate next)
    {
        // A tenant that is deleted by this request is looked up while it is there; one that is made, afterwards.
        var before = await FindAsync(context);
        await next(context);
        if (context.Response.StatusCode < 400)
            await AppendAsync(context, endpoint, before);
    }

    private static bool IsAdministrative(string method, RouteEndpoint endpoint) =>
        endpoint.Metadata.GetMetadata<Audited>() is not null
        || (endpoint.Metadata.GetMetadata<ScopeRequirement>()?.Scope is Scope.Admin or Scope.Platform
            && !HttpMethods.IsGet(method) && !HttpMethods.IsHead(method) && !HttpMethods.IsOptions(method));

    private async Task AppendAsync(HttpContext context, RouteEndpoint endpoint, int? before)
    {
        var action = endpoint.Metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName ?? endpoint.DisplayName ?? "?";
        try
        {
            // The deletion of a tenant stands in the platform's trail, since the tenant's own goes with it.
            var tenantId = await FindAsync(context) ?? 0;
            await trail.AppendAsync(
                new TrailEntry(0, before is null || tenantId == before ? tenantId : 0, time.GetUtcNow(), context.Caller(), action, Subject(context), TrailCount.Of(context)), CancellationToken.None);
        }
        catch (StoreUnavailableException fault)
        {
            // The action is done and its answer may be on its way: the log is the place that is left.
            Log.TrailFailed(logger, action, context.Caller(), fault.Message);
        }
    }

    private async ValueTask<int?> FindAsync(HttpContext context) =>
        context.GetRouteValue("tenant") is string name ? (await engine.FindTenantAsync(name, CancellationToken.None))?.Id : null;

    // The address of what was made, or the address called; a response's own id may be a person's, and is left out.
    private static string Subject(HttpContext context)
    {
        var subject = context.Response.Headers.Location.ToString() is { Length: > 0 } made ? made : context.Request.Path.ToUriComponent();
        var responses = subject.IndexOf("/responses/", StringComparison.Ordinal);
        subject = responses < 0 ? subject : subject[..(responses + "/responses".Length)];
        return subject.Length > SubjectLengthMax ? subject[..SubjectLengthMax] : subject;
    }
}

/// <summary>Marks an endpoint whose successful calls go into the audit trail though they change no setting: exports, erasures.</summary>
public sealed class Audited;

/// <summary>How many responses a request touched, for the audit trail.</summary>
internal static class TrailCount
{
    private static readonly object Item = new();

    public static void Set(HttpContext context, long count) => context.Items[Item] = count;

    public static long? Of(HttpContext context) => context.Items[Item] as long?;
}
