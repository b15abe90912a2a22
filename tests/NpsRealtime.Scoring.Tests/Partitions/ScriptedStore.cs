using NpsRealtime.Scoring.Engine;
using NpsRealtime.Scoring.Keys;
using NpsRealtime.Scoring.Responses;
using NpsRealtime.Scoring.Store;
using NpsRealtime.Scoring.Tenants;
using NpsRealtime.Scoring.Tests.Simulation;
using NpsRealtime.Scoring.Windows;

namespace NpsRealtime.Scoring.Tests.Partitions;

/// <summary>A database that does what it must, and fails where a test says so.</summary>
internal sealed class ScriptedStore : IResponseStore
{
    private readonly Lock _gate = new();
    private int _groupsRead;

    public SimulatedStore Database { get; } = new(Variant.Sound);

    public int Committers => 1;

    public int BulkResponsesBesideFewMax { get; set; } = int.MaxValue;

    /// <summary>Every group that was to be committed, transaction by transaction.</summary>
    public List<IReadOnlyList<GroupWrite>> Commits { get; } = [];

    /// <summary>How many groups' rows were read, to decide about them.</summary>
    public int GroupsRead => Volatile.Read(ref _groupsRead);

    /// <summary>Called before each commit with its number, from 1; may throw.</summary>
    public Action<int, IReadOnlyList<GroupWrite>>? BeforeCommit { get; set; }

    /// <summary>Waited for at the beginning of each commit; may fail.</summary>
    public Func<Task>? CommittingAsync { get; set; }

    /// <summary>Called after each commit with its number, from 1; may throw.</summary>
    public Action<int>? AfterCommit { get; set; }

    /// <summary>Called before a partition is looked at; may throw.</summary>
    public Action? BeforeLook { get; set; }

    /// <summary>Called before each downsampling; may throw.</summary>
    public Action? BeforeDownsampling { get; set; }

    /// <summary>Called before a partition is started; may throw.</summary>
    public Action? BeforeStart { get; set; }

    /// <summary>Called before keys get their numbers; may throw.</summary>
    public Action? BeforeAddKeys { get; set; }

    /// <summary>Called before keys are read; may throw.</summary>
    public Action? BeforeReadKeys { get; set; }

    public async Task CommitAsync(IReadOnlyList<GroupWrite> groups, CancellationToken cancellation)
    {
        await (CommittingAsync?.Invoke() ?? Task.CompletedTask);
        await RunAsync(() =>
        {
            Commits.Add(groups);
            BeforeCommit?.Invoke(Commits.Count, groups);
            Database.Commit(groups);
            AfterCommit?.Invoke(Commits.Count);
            return true;
        });
    }

    public Task<PartitionState> StartPartitionAsync(
        PartitionAddress partition, Guid activation, Minute downsampledUntil, CancellationToken cancellation) => RunAsync(() =>
    {
        BeforeStart?.Invoke();
        return Database.Start(partition, activation, downsampledUntil);
    });

    public Task<PartitionState> LookAsync(PartitionAddress partition, bool wait, CancellationToken cancellation) => RunAsync(() =>
    {
        BeforeLook?.Invoke();
        return Database.Look(partition);
    });

    public Task<IReadOnlyList<StoredKey>> AddKeysAsync(int tenantId, IReadOnlyList<ScoreKey> keys, CancellationToken cancellation) => RunAsync(() =>
    {
        BeforeAddKeys?.Invoke();
        return Database.AddKeys(keys);
    });

    public Task<IReadOnlyList<StoredKey>> ReadKeysAsync(int tenantId, int afterId, CancellationToken cancellation) =>
        RunAsync<IReadOnlyList<StoredKey>>(() =>
        {
            BeforeReadKeys?.Invoke();
            return [.. Database.Keys.Where(key => key.Id > afterId)];
        });

    public Task<IReadOnlyList<IReadOnlyDictionary<IdHash, StoredResponse>>> ReadResponsesAsync(
        IReadOnlyList<GroupRead> reads, CancellationToken cancellation) =>
        RunAsync<IReadOnlyList<IReadOnlyDictionary<IdHash, StoredResponse>>>(() =>
        {
            Interlocked.Add(ref _groupsRead, reads.Count);
            return [.. reads.Select(Database.Read)];
        });

    public Task DownsampleAsync(Downsampling downsampling, CancellationToken cancellation) => RunAsync(() =>
    {
        BeforeDownsampling?.Invoke();
        Database.Downsample(downsampling);
        return true;
    });

    public Task<ScoreLoad> LoadAsync(int tenantId, int keyId, CancellationToken cancellation) => RunAsync(() => Database.Load(keyId));

    public Task OpenAsync(CancellationToken cancellation) => Task.CompletedTask;

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

    private async Task<T> RunAsync<T>(Func<T> work)
    {
        await Task.Yield();
        lock (_gate)
            return work();
    }
}
