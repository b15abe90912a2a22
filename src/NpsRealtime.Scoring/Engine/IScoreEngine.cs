using NpsRealtime.Scoring.Keys;
using NpsRealtime.Scoring.Responses;
using NpsRealtime.Scoring.Tenants;
using NpsRealtime.Scoring.Windows;

namespace NpsRealtime.Scoring.Engine;

/// <summary>
/// The only door between the web layer and the scoring: ingest, read, watch. Every member may throw
/// <see cref="StoreUnavailableException"/> unless it says otherwise.
/// </summary>
public interface IScoreEngine
{
    /// <summary>How the engine fares now. Never throws.</summary>
    EngineState State { get; }

    /// <summary>The tenant of that name, or null. <paramref name="name"/> need not be in its normal form.</summary>
    ValueTask<Tenant?> FindTenantAsync(string name, CancellationToken cancellation);

    /// <summary>All tenants, sorted by name.</summary>
    Task<IReadOnlyList<Tenant>> ListTenantsAsync(CancellationToken cancellation);

    /// <summary>Makes a tenant, or changes one that is there. The tenant is the one now stored, also after a refusal.</summary>
    Task<(TenantPut Outcome, Tenant Tenant)> PutTenantAsync(TenantRequest request, CancellationToken cancellation);

    /// <summary>
    /// Takes requests in the order given. The outer task completes when they have their place in the queue, so that a sender who
    /// awaits it before the next call keeps its order; <see cref="Admitted.Committed"/> completes when all of them are committed.
    /// Cancelling gives up waiting for room; what has been admitted is committed all the same.
    /// </summary>
    ValueTask<Admitted> IngestAsync(
        Tenant tenant, IReadOnlyList<ResponseRequest> requests, Admission admission, CancellationToken cancellation);

    /// <summary>Erases every response of a customer that is committed when this begins. Returns how many there were.</summary>
    Task<long> EraseCustomerAsync(Tenant tenant, string customerId, CancellationToken cancellation);

    /// <summary>The score now; with <paramref name="after"/>, once everything up to that position is in.</summary>
    /// <exception cref="NotYetException">The position was not reached within five seconds.</exception>
    Task<ScoreSnapshot> ReadAsync(Tenant tenant, ScoreKey key, Window window, Position? after, CancellationToken cancellation);

    /// <summary>The known keys of a kind with their scores, sorted by key, after the key named by <paramref name="cursor"/>.</summary>
    Task<ScorePage> ListAsync(
        Tenant tenant, ScoreFilter filter, Window window, string? cursor, int limit, CancellationToken cancellation);

    /// <summary>A point per step between neighbouring <paramref name="edges"/>, which ascend; gaps are empty counts.</summary>
    Task<IReadOnlyList<HistoryPoint>> HistoryAsync(
        Tenant tenant, ScoreKey key, IReadOnlyList<Minute> edges, CancellationToken cancellation);

    /// <summary>
    /// Calls <paramref name="onChange"/> with the current snapshot as soon as there is one, and then whenever it changed: at once,
    /// then at most every 100 ms. Calls come one at a time, in order, from any thread, and must not block. While the database is
    /// away nothing is called; the engine keeps trying. Never throws. Disposing ends it.
    /// </summary>
    IScoreWatch Watch(Tenant tenant, ScoreKey key, Window window, Action<ScoreSnapshot> onChange);

    /// <summary>Calls <paramref name="onBorn"/> for every key of the tenant that is known, and then for each that is new. Never throws.</summary>
    IDisposable WatchKeys(Tenant tenant, Action<ScoreKey> onBorn);

    /// <summary>Everything stored for the tenant, tombstones included, in the order of insertion; see <see cref="Store.IResponseStore.ExportAsync"/>.</summary>
    IAsyncEnumerable<ExportedResponse> ExportAsync(Tenant tenant, CancellationToken cancellation);

    /// <summary>Recounts the tenant's responses against its tallies in one consistent read.</summary>
    Task<RecountReport> RecountAsync(Tenant tenant, CancellationToken cancellation);
}
