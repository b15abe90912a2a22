using NpsRealtime.Scoring.Engine;
using NpsRealtime.Scoring.Keys;
using NpsRealtime.Scoring.Responses;
using NpsRealtime.Scoring.Store;
using NpsRealtime.Scoring.Tenants;
using NpsRealtime.Scoring.Windows;

namespace NpsRealtime.Scoring.Tests.Simulation;

/// <summary>
/// What one simulated process sees of the database: answers come late, get lost before or after the work is done, and never come
/// once the process is dead.
/// </summary>
internal sealed class FaultyConnection(SimulatedStore store, Faults faults) : IResponseStore
{
    /// <summary>A comment that this database can't store.</summary>
    public const string Poison = "Poison.";

    public int Committers => 1;

    /// <summary>Whether the process has crashed: nothing it asked for is done or answered any more.</summary>
    public bool IsDead { get; set; }

    public Task OpenAsync(CancellationToken cancellation) => Task.CompletedTask;

    public Task<IReadOnlyList<StoredKey>> ReadKeysAsync(int tenantId, int afterId, CancellationToken cancellation) =>
        CallAsync<IReadOnlyList<StoredKey>>(() => [.. store.Keys.Where(key => key.Id > afterId)]);

    public Task<IReadOnlyList<StoredKey>> AddKeysAsync(int tenantId, IReadOnlyList<ScoreKey> keys, CancellationToken cancellation) =>
        CallAsync(() => store.AddKeys(keys));

    public Task<PartitionState> StartPartitionAsync(
        PartitionAddress partition, Guid activation, Minute downsampledUntil, CancellationToken cancellation) =>
        CallAsync(() => store.Start(partition, activation, downsampledUntil));

    public Task<PartitionState> LookAsync(PartitionAddress partition, bool wait, CancellationToken cancellation) =>
        CallAsync(() => store.Look(partition));

    public Task<IReadOnlyList<IReadOnlyDictionary<IdHash, StoredResponse>>> ReadResponsesAsync(
        IReadOnlyList<GroupRead> reads, CancellationToken cancellation) =>
        CallAsync<IReadOnlyList<IReadOnlyDictionary<IdHash, StoredResponse>>>(() => [.. reads.Select(store.Read)]);

    public async Task CommitAsync(IReadOnlyList<GroupWrite> groups, CancellationToken cancellation)
    {
        await PauseAsync();
        if (groups.Any(group => group.Inserted.Concat(group.Updated).Any(row => row.Content?.Comment == Poison)))
            throw new RefusedByStoreException("Simulated.", new InvalidOperationException());
        if (faults.Happens(Faults.LostBeforeCommit))
            throw new UnknownOutcomeException(new TimeoutException());
        store.Commit(groups);
        await PauseAsync();
        if (faults.Happens(Faults.LostAfterCommit))
            throw new UnknownOutcomeException(new TimeoutException());
    }

    public async Task DownsampleAsync(Downsampling downsampling, CancellationToken cancellation)
    {
        await PauseAsync();
        store.Downsample(downsampling);
        await PauseAsync();
        if (faults.Happens(Faults.LostAfterCommit))
            throw new UnknownOutcomeException(new TimeoutException());
    }

    public Task<ScoreLoad> LoadAsync(int tenantId, int keyId, CancellationToken cancellation) => CallAsync(() => store.Load(keyId));

    public Task<Tenant?> FindTenantAsync(string name, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<IReadOnlyList<Tenant>> ListTenantsAsync(CancellationToken cancellation) => throw new NotSupportedException();

    public Task<(TenantPut Outcome, Tenant Tenant)> PutTenantAsync(
        TenantRequest request, int partitions, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<IReadOnlyList<ColdScore>> SumAsync(
        int tenantId, IReadOnlyCollection<int> keyIds, MinuteSpan span, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<IReadOnlyList<IdHash>> FindCustomerAsync(int tenantId, string customerId, CancellationToken cancellation) =>
        throw new NotSupportedException();

    public IAsyncEnumerable<ExportedResponse> ExportAsync(Tenant tenant, CancellationToken cancellation) =>
        throw new NotSupportedException();

    public Task<RecountReport> RecountAsync(Tenant tenant, CancellationToken cancellation) => throw new NotSupportedException();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task<T> CallAsync<T>(Func<T> call)
    {
        await PauseAsync();
        if (faults.Happens(Faults.StoreAway))
            throw new StoreUnavailableException("Simulated.");
        var result = call();
        await PauseAsync();
        return faults.Happens(Faults.StoreAway) ? throw new StoreUnavailableException("Simulated.") : result;
    }

    private async Task PauseAsync()
    {
        await faults.PauseAsync();
        if (IsDead)
            await new TaskCompletionSource().Task;
    }
}
