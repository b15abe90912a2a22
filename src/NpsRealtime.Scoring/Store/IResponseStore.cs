using NpsRealtime.Scoring.Engine;
using NpsRealtime.Scoring.Keys;
using NpsRealtime.Scoring.Responses;
using NpsRealtime.Scoring.Tenants;
using NpsRealtime.Scoring.Windows;

namespace NpsRealtime.Scoring.Store;

/// <summary>
/// Where responses, tallies and what guards them are kept. Every member throws <see cref="StoreUnavailableException"/> when the
/// database can't be reached or is too busy, and then has changed nothing, unless it says otherwise. Thread-safe.
/// </summary>
public interface IResponseStore : IAsyncDisposable
{
    /// <summary>Whether other processes may write to it at the same time; where none can, nobody looks for what they have added.</summary>
    bool IsShared => true;

    /// <summary>How many committers make sense: how many transactions the database can usefully commit side by side.</summary>
    int Committers { get; }

    /// <summary>
    /// How many responses of a flood are worth a transaction. A store that takes in the next rows while it commits the ones before
    /// does better with some that follow each other than with one that everybody waits for.
    /// </summary>
    int BulkResponsesMax => int.MaxValue;

    /// <summary>
    /// The same while others send a few, and what is sent in bulk is no flood yet. Less where they have to wait until it is written.
    /// </summary>
    int BulkResponsesBesideFewMax => BulkResponsesMax;

    /// <summary>How many times as long as <see cref="ScoringOptions.BulkRest"/> says a flood rests while others send a few.</summary>
    int BulkRestFactor => 1;

    /// <summary>
    /// Why nothing can be written now, as a sentence for an operator, when the store itself knows and finds out by itself that it has become
    /// better; null otherwise.
    /// </summary>
    string? Fault => null;

    /// <summary>Takes the store's ownership and applies what its schema lacks.</summary>
    /// <exception cref="StartupException">Another owner has the store, or its schema is newer than this program.</exception>
    Task OpenAsync(CancellationToken cancellation);

    Task<Tenant?> FindTenantAsync(string name, CancellationToken cancellation);

    /// <summary>All tenants, sorted by name.</summary>
    Task<IReadOnlyList<Tenant>> ListTenantsAsync(CancellationToken cancellation);

    /// <summary>Makes a tenant with so many partitions, or changes the one that is there.</summary>
    Task<(TenantPut Outcome, Tenant Tenant)> PutTenantAsync(TenantRequest request, int partitions, CancellationToken cancellation);

    /// <summary>The tenant's keys with ids above <paramref name="afterId"/>, by id.</summary>
    Task<IReadOnlyList<StoredKey>> ReadKeysAsync(int tenantId, int afterId, CancellationToken cancellation);

    /// <summary>
    /// Gives ids to keys in a commit of its own, and returns all of them. A key that is there keeps its id and label.
    /// <paramref name="keys"/> is sorted, so that two who add the same keys don't block each other crosswise.
    /// </summary>
    Task<IReadOnlyList<StoredKey>> AddKeysAsync(int tenantId, IReadOnlyList<ScoreKey> keys, CancellationToken cancellation);

    /// <summary>
    /// Makes <paramref name="activation"/> the owner of the partition; every earlier one is fenced from now on. A partition that
    /// is new begins with <paramref name="downsampledUntil"/> as its downsampling line.
    /// </summary>
    Task<PartitionState> StartPartitionAsync(
        PartitionAddress partition, Guid activation, Minute downsampledUntil, CancellationToken cancellation);

    /// <summary>
    /// The partition's state. With <paramref name="wait"/>, after whatever transaction is writing to it has ended: so it tells
    /// whether a commit whose answer was lost came through.
    /// </summary>
    Task<PartitionState> LookAsync(PartitionAddress partition, bool wait, CancellationToken cancellation);

    /// <summary>The rows that exist of the responses asked about; a group per read, in order.</summary>
    Task<IReadOnlyList<IReadOnlyDictionary<IdHash, StoredResponse>>> ReadResponsesAsync(
        IReadOnlyList<GroupRead> reads, CancellationToken cancellation);

    /// <summary>Commits groups of different partitions in one transaction: fence each, write the net results.</summary>
    /// <exception cref="FencedException">A partition has another owner or history; nothing was committed.</exception>
    /// <exception cref="UnknownOutcomeException">The answer was lost.</exception>
    /// <exception cref="RowExistsException">A response to be inserted has a row; nothing was committed.</exception>
    /// <exception cref="RefusedByStoreException">Something in a group can't be stored; nothing was committed.</exception>
    Task CommitAsync(IReadOnlyList<GroupWrite> groups, CancellationToken cancellation);

    /// <summary>
    /// Downsamples old minutes into quarter-hours. No sum changes, but the head moves by one: a database that was put back to before the
    /// downsampling must not look like the one after it, or counts would be taken from quarter-hours that are not there.
    /// </summary>
    /// <exception cref="FencedException">The partition has another owner or history; nothing was committed.</exception>
    /// <exception cref="UnknownOutcomeException">The answer was lost.</exception>
    Task DownsampleAsync(Downsampling downsampling, CancellationToken cancellation);

    /// <summary>Everything a live score begins from, in one consistent read.</summary>
    Task<ScoreLoad> LoadAsync(int tenantId, int keyId, CancellationToken cancellation);

    /// <summary>The sums of many keys over one span, in one grouped read. Keys that count nothing may be absent.</summary>
    Task<IReadOnlyList<ColdScore>> SumAsync(
        int tenantId, IReadOnlyCollection<int> keyIds, MinuteSpan span, CancellationToken cancellation);

    /// <summary>The responses of a customer that are not erased.</summary>
    Task<IReadOnlyList<IdHash>> FindCustomerAsync(int tenantId, string customerId, CancellationToken cancellation);

    /// <summary>
    /// Everything stored for the tenant, tombstones included, in the order of insertion. It is read in pages, so that a slow receiver holds
    /// nothing up: each response that is stored at the beginning is in it once, in the form that it has when its page is read; one that comes
    /// later may be missing.
    /// </summary>
    IAsyncEnumerable<ExportedResponse> ExportAsync(Tenant tenant, CancellationToken cancellation);

    /// <summary>Recounts the responses against the tallies in one consistent read.</summary>
    Task<RecountReport> RecountAsync(Tenant tenant, CancellationToken cancellation);
}
