using NpsRealtime.Scoring.Engine;
using NpsRealtime.Scoring.Keys;
using NpsRealtime.Scoring.Tenants;
using NpsRealtime.Scoring.Windows;

namespace NpsRealtime.Scoring.Store.Listing;

/// <summary>
/// Reads the responses themselves, for people who want to know what is behind a score. Beside the write path and never in its way.
/// Every member throws <see cref="StoreUnavailableException"/> when the database can't be reached. Thread-safe.
/// </summary>
public interface IResponseListing
{
    /// <summary>Responses that are not erased, the one that arrived last first.</summary>
    Task<ResponsePage> ListResponsesAsync(Tenant tenant, ResponseQuery query, CancellationToken cancellation);

    /// <summary>
    /// Counts the responses of a key apart by the values of a dimension, over spans, in one consistent read. For combinations that
    /// have no live score: it reads the rows.
    /// </summary>
    Task<IReadOnlyList<CrossTally>> CountAcrossAsync(
        Tenant tenant, ScoreKey whole, ScoreFilter dimension, IReadOnlyList<MinuteSpan> spans, CancellationToken cancellation);
}
