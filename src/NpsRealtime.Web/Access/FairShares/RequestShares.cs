using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using NpsRealtime.Web.Access.Grants;
using NpsRealtime.Web.Problems;

namespace NpsRealtime.Web.Access.FairShares;

/// <summary>The shares of requests by key, by tenant and by address, on the framework's limiter.</summary>
internal static class RequestShares
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(100);

    public static RateLimiterOptions Limiter(FairShareOptions shares)
    {
        var byCaller = PartitionedRateLimiter.Create<HttpContext, string>(context => context.Grant() is { } grant
            ? Bucket("key:" + grant.Id, shares.KeyRequestsPerSecond)
            : Bucket("address:" + context.Connection.RemoteIpAddress, shares.AnonymousRequestsPerSecond));
        var byTenant = PartitionedRateLimiter.Create<HttpContext, string>(context => context.Grant()?.Tenant is { } tenant
            ? Bucket(tenant, shares.TenantRequestsPerSecond)
            : RateLimitPartition.GetNoLimiter(""));
        var atOnce = PartitionedRateLimiter.Create<HttpContext, string>(context => context.Grant() is { } grant && !IsStream(context)
            ? RateLimitPartition.GetConcurrencyLimiter(grant.Id, _ => new ConcurrencyLimiterOptions { PermitLimit = shares.KeyRequestsAtOnce, QueueLimit = 0 })
            : RateLimitPartition.GetNoLimiter(""));
        return new RateLimiterOptions
        {
            GlobalLimiter = PartitionedRateLimiter.CreateChained(byCaller, byTenant, atOnce),
            OnRejected = new Refusals().RejectAsync,
        };
    }

    /// <summary>Counts the streams of each key while they are open.</summary>
    public static async Task LimitStreamsAsync(HttpContext context, RequestDelegate next, FairShareOptions shares)
    {
        if (!IsStream(context) || context.Grant() is not { Kind: not GrantKind.Open } grant)
        {
            await next(context);
            return;
        }

        try
        {
            if (grant.EnterStream() > shares.KeyStreamsMax)
                await new Problem(ProblemCatalogue.TooManyViewers, $"One key may open {shares.KeyStreamsMax} streams; see FairShares:KeyStreamsMax in GET /v1/meta.").ExecuteAsync(context);
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
