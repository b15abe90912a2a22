using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using NpsRealtime.Web.Access;
using NpsRealtime.Web.Access.Grants;
using NpsRealtime.Web.Problems;

namespace NpsRealtime.Web.RateLimits;

/// <summary>The limits of requests by key, by tenant and by address, on the framework's limiter.</summary>
internal static class RequestLimits
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(100);

    public static RateLimiterOptions Limiter(RateLimitOptions limits)
    {
        var byCaller = PartitionedRateLimiter.Create<HttpContext, string>(context => context.Grant() is { } grant
            ? Bucket("key:" + grant.Id, limits.KeyRequestsPerSecond)
            : Bucket("address:" + context.Connection.RemoteIpAddress, limits.AnonymousRequestsPerSecond));
        var byTenant = PartitionedRateLimiter.Create<HttpContext, string>(context => context.Grant()?.Tenant is { } tenant
            ? Bucket(tenant, limits.TenantRequestsPerSecond)
            : RateLimitPartition.GetNoLimiter(""));
        var atOnce = PartitionedRateLimiter.Create<HttpContext, string>(context => context.Grant() is { } grant && !IsStream(context)
            ? RateLimitPartition.GetConcurrencyLimiter(grant.Id, _ => new ConcurrencyLimiterOptions { PermitLimit = limits.KeyRequestsAtOnce, QueueLimit = 0 })
            : RateLimitPartition.GetNoLimiter(""));
        return new RateLimiterOptions
        {
            GlobalLimiter = PartitionedRateLimiter.CreateChained(byCaller, byTenant, atOnce),
            OnRejected = new Refusals().RejectAsync,
        };
    }

    /// <summary>Counts the streams of each key while they are open.</summary>
    public static async Task LimitStreamsAsync(HttpContext context, RequestDelegate next, RateLimitOptions limits)
    {
        if (!IsStream(context) || context.Grant() is not { Kind: not GrantKind.Open } grant)
        {
            await next(context);
            return;
        }

        try
        {
            if (grant.EnterStream() > limits.KeyStreamsMax)
                await new Problem(ProblemCatalogue.TooManyViewers, $"One key may open {limits.KeyStreamsMax} streams; see RateLimits:KeyStreamsMax in GET /v1/meta.").ExecuteAsync(context);
            else
                await next(context);
        }
        finally
        {
            grant.LeaveStream();
        }
    }

    private static bool IsStream(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<QueryTokenAllowed>() is not null;

    private static RateLimitPartition<string> Bucket(string caller, int perSecond) => RateLimitPartition.GetTokenBucketLimiter(
        caller,
        _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = perSecond * 2,
            TokensPerPeriod = Math.Max(perSecond / 10, 1),
            ReplenishmentPeriod = perSecond < 10 ? Period * 10 / perSecond : Period,
            QueueLimit = 0,
        });
}
