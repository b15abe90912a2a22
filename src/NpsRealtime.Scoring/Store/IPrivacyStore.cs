namespace NpsRealtime.Scoring.Store;

/// <summary>
/// What privacy asks of the database beyond the erasure of single responses. All of it goes in small batches, each a transaction of its
/// own, so that nobody who sends responses waits for it.
/// </summary>
public interface IPrivacyStore
{
    /// <summary>
    /// Blanks comments and customer ids of the tenant's responses that were given before a time, in one stretch of the table. Scores,
    /// ids and tallies stay, and a retry of such a response is still known as a duplicate.
    /// </summary>
    /// <param name="tenantId">The tenant.</param>
    /// <param name="before">Unix milliseconds.</param>
    /// <param name="from">Where the stretch begins; 0 for the table's beginning.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>How many responses were blanked, and where the next stretch begins; null at the table's end.</returns>
    Task<(int Blanked, long? Next)> BlankAsync(int tenantId, long before, long from, CancellationToken cancellation);

    /// <summary>
    /// Makes a tenant unknown: its name is free, its keys and other records are gone, its partitions can't be written to any more by
    /// whoever remembers it. What it stored goes with <see cref="DeleteRemainsAsync"/>. False when there is no such tenant.
    /// </summary>
    Task<bool> DeleteTenantAsync(int tenantId, CancellationToken cancellation);

    /// <summary>Deletes a batch of what deleted tenants had stored. Returns how many responses went, and whether there is more.</summary>
    Task<(long Responses, bool IsMore)> DeleteRemainsAsync(CancellationToken cancellation);
}
