using Microsoft.Extensions.Logging;
using NpsRealtime.Scoring.Engine;
using NpsRealtime.Scoring.Store;
using NpsRealtime.Scoring.Store.Listing;
using NpsRealtime.Scoring.Tenants;

namespace NpsRealtime.Web.Listing;

/// <summary>The node's tails of new responses: one per tenant, however many viewers. Thread-safe.</summary>
internal sealed class ResponseFeed(IScoreEngine engine, IResponseListing listing, TimeProvider time, ILogger<ResponseFeed> logger)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, ResponseTail> _tails = [];

    /// <summary>Begins to hold a tenant's tail; <see cref="Release"/> ends it.</summary>
    public ResponseTail Hold(Tenant tenant)
    {
        lock (_gate)
        {
            if (!_tails.TryGetValue(tenant.Name, out var tail))
                _tails[tenant.Name] = tail = new ResponseTail(tenant, engine, listing, time, logger);
            tail.Holders++;
            return tail;
        }
    }

    public void Release(ResponseTail tail)
    {
        lock (_gate)
        {
            if (--tail.Holders > 0)
                return;
            _tails.Remove(tail.Tenant.Name);
        }

        tail.Dispose();
    }
}
