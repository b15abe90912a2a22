using System.Collections.Concurrent;
using NpsRealtime.Scoring.Engine;
using NpsRealtime.Scoring.Keys;
using NpsRealtime.Scoring.Tenants;
using NpsRealtime.Web.Streams;

namespace NpsRealtime.Web.Insight;

/// <summary>
/// The keys of tenants whose insight somebody asked for, held in memory from then on and kept up to date by the engine, so that a
/// question about the parts of a score needs no list from the database. Thread-safe.
/// </summary>
internal sealed class KnownKeys(ScoreFeed feed, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, Lazy<SharedKeys>> _held = new(StringComparer.Ordinal);

    /// <summary>The keys that a filter includes, sorted.</summary>
    /// <exception cref="StoreUnavailableException">They could not be listed in time.</exception>
    public async Task<IReadOnlyList<ScoreKey>> OfAsync(Tenant tenant, ScoreFilter filter, CancellationToken cancellation)
    {
        var keys = _held.GetOrAdd(tenant.Name, _ => new Lazy<SharedKeys>(() => feed.HoldKeys(tenant))).Value;
        try
        {
            await keys.ListedAsync(filter).WaitAsync(Patience, time, cancellation);
        }
        catch (TimeoutException late)
        {
            throw new StoreUnavailableException("The tenant's keys could not be read in time. Try again.", late);
        }

        return [.. keys.From(0).Where(filter.Includes).Order()];
    }
}
