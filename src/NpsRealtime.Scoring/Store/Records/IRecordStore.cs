namespace NpsRealtime.Scoring.Store.Records;

/// <summary>
/// Keeps small JSON documents beside the responses: keys, boards, campaigns. For what is read often and changed by people, some
/// thousands of a kind at most. Every member throws <see cref="Scoring.Engine.StoreUnavailableException"/> when the database can't be
/// reached, and <see cref="ArgumentException"/> for what is longer than <see cref="RecordLimits"/> allow. Thread-safe.
/// </summary>
public interface IRecordStore
{
    /// <summary>The record, or null when there is none.</summary>
    Task<StoredRecord?> GetAsync(int tenantId, string kind, string id, CancellationToken cancellation);

    /// <summary>The tenant's records of a kind, sorted by id, code point by code point.</summary>
    Task<IReadOnlyList<StoredRecord>> ListAsync(int tenantId, string kind, CancellationToken cancellation);

    /// <summary>The records of a kind of all tenants, and the revision of exactly this list.</summary>
    Task<(long Revision, IReadOnlyList<StoredRecord> Records)> ListAllAsync(string kind, CancellationToken cancellation);

    /// <summary>
    /// How often records of a kind were changed. One row is read, so a cache may ask every second whether its list is still true.
    /// </summary>
    Task<long> RevisionAsync(string kind, CancellationToken cancellation);

    /// <summary>Writes a record.</summary>
    /// <param name="tenantId">Whose it is; 0 for the installation's own.</param>
    /// <param name="kind">What it is.</param>
    /// <param name="id">Which one.</param>
    /// <param name="body">Its content as JSON.</param>
    /// <param name="expectedVersion">
    /// The version to be written over, 0 when there must be no such record yet, null to write over whatever is there.
    /// </param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The new version; null when another version was there than the one expected, and nothing was changed.</returns>
    Task<long?> PutAsync(int tenantId, string kind, string id, string body, long? expectedVersion, CancellationToken cancellation);

    /// <summary>Removes a record. False when it was not there.</summary>
    Task<bool> DeleteAsync(int tenantId, string kind, string id, CancellationToken cancellation);
}
