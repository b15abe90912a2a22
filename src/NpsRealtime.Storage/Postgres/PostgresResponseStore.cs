using System.Runtime.CompilerServices;
using Npgsql;
using NpsRealtime.Scoring;
using NpsRealtime.Scoring.Engine;
using NpsRealtime.Scoring.Keys;
using NpsRealtime.Scoring.Responses;
using NpsRealtime.Scoring.Store;
using NpsRealtime.Scoring.Tenants;
using NpsRealtime.Scoring.Windows;
using NpsRealtime.Storage.Postgres.Commit;
using NpsRealtime.Storage.Postgres.Ownership;
using NpsRealtime.Storage.Postgres.Read;
using NpsRealtime.Storage.Postgres.Merge;

namespace NpsRealtime.Storage.Postgres;

/// <summary>
/// The store on a PostgreSQL database: one transaction for the groups of many partitions, a fence that raises, an advisory lock that
/// says who owns the store, and no right needed but that of a schema's owner.
/// </summary>
public sealed partial class PostgresResponseStore : IDatabase
{
    private readonly PostgresSessions _sessions;
    private readonly PostgresOwnership _ownership;
    private readonly PostgresGroupCommit _commit;
    private readonly PostgresTakeover _takeover;

    /// <param name="connectionString">How to reach the database, as Npgsql understands it.</param>
    /// <param name="schema">The schema that holds the store; made when it is not there.</param>
    /// <param name="clusterId">The cluster whose members share the store; null for a local engine, which has it alone.</param>
    /// <param name="time">For waiting.</param>
    /// <exception cref="StartupException">The connection string or the schema's name is malformed.</exception>
    public PostgresResponseStore(string connectionString, string schema = "nps", string? clusterId = null, TimeProvider? time = null)
        : this(connectionString, schema, clusterId, time, MergePace.OfProcess)
    {
    }

    internal PostgresResponseStore(string connectionString, string schema, string? clusterId, TimeProvider? time, MergePace pace)
    {
        _sessions = new PostgresSessions(connectionString, PostgresSchema.Checked(schema));
        _ownership = new PostgresOwnership(_sessions, schema, clusterId, time ?? TimeProvider.System);
        _commit = new PostgresGroupCommit(_sessions, _ownership, pace);
        _takeover = new PostgresTakeover(_sessions, time ?? TimeProvider.System);
    }

    public int Committers => 3;

    public int BulkResponsesMax => 5_000;

    /// <summary>Whoever commits waits for the log that these have written before.</summary>
    public int BulkResponsesBesideFewMax => 1_000;

    /// <summary>Half of the work is the server's, at no lower priority than what it does for the others.</summary>
    public int BulkRestFactor => 2;

    public string? Fault => _ownership.Fault;

    public async Task OpenAsync(CancellationToken cancellation)
    {
        try
        {
            await _ownership.TakeAsync(cancellation);
        }
        catch (Exception failure) when (PostgresFaults.IsOfDatabase(failure))
        {
            throw PostgresFaults.Unusable(failure);
        }
    }

    public Task<Tenant?> FindTenantAsync(string name, CancellationToken cancellation) =>
        RunAsync(connection => PostgresTenants.FindAsync(connection, name, cancellation), cancellation);

    public Task<IReadOnlyList<Tenant>> ListTenantsAsync(CancellationToken cancellation) =>
        RunAsync(connection => PostgresTenants.ListAsync(connection, cancellation), cancellation);

    public Task<(TenantPut Outcome, Tenant Tenant)> PutTenantAsync(
        TenantRequest request, int partitions, CancellationToken cancellation) =>
        RunAsync(connection => PostgresTenants.PutAsync(connection, request, partitions, cancellation), cancellation);

    public Task<IReadOnlyList<StoredKey>> ReadKeysAsync(int tenantId, int afterId, CancellationToken cancellation) =>
        RunAsync(connection => PostgresTenants.KeysAsync(connection, tenantId, afterId, cancellation), cancellation);

    public Task<IReadOnlyList<StoredKey>> AddKeysAsync(
        int tenantId, IReadOnlyList<ScoreKey> keys, CancellationToken cancellation) =>
        RunAsync(connection => PostgresTenants.AddKeysAsync(connection, tenantId, keys, cancellation), cancellation);

    public Task<PartitionState> StartPartitionAsync(
        PartitionAddress partition, Guid activation, Minute downsampledUntil, CancellationToken cancellation) =>
        RunAsync(connection => _takeover.StartAsync(connection, partition, activation, downsampledUntil, cancellation), cancellation);

    public Task<PartitionState> LookAsync(PartitionAddress partition, bool wait, CancellationToken cancellation) =>
        RunAsync(connection => PostgresPartitions.LookAsync(connection, partition, wait, cancellation), cancellation);

    public Task<IReadOnlyList<IReadOnlyDictionary<IdHash, StoredResponse>>> ReadResponsesAsync(
        IReadOnlyList<GroupRead> reads, CancellationToken cancellation) =>
        RunAsync(connection => PostgresPartitions.ReadResponsesAsync(connection, reads, cancellation), cancellation);

    public Task CommitAsync(IReadOnlyList<GroupWrite> groups, CancellationToken cancellation) => _commit.CommitAsync(groups, cancellation);

    public Task DownsampleAsync(Downsampling downsampling, CancellationToken cancellation)
    {
        _ownership.Demand();
        return _commit.DownsampleAsync(downsampling, cancellation);
    }

    public Task<ScoreLoad> LoadAsync(int tenantId, int keyId, CancellationToken cancellation) =>
        RunAsync(connection => PostgresScores.LoadAsync(connection, tenantId, keyId, cancellation), cancellation);

    public Task<IReadOnlyList<ColdScore>> SumAsync(
        int tenantId, IReadOnlyCollection<int> keyIds, MinuteSpan span, CancellationToken cancellation) =>
        RunAsync(connection => PostgresScores.SumAsync(connection, tenantId, keyIds, span, cancellation), cancellation);

    public Task<IReadOnlyList<IdHash>> FindCustomerAsync(int tenantId, string customerId, CancellationToken cancellation) =>
        RunAsync(connection => PostgresReports.FindCustomerAsync(connection, tenantId, customerId, cancellation), cancellation);

    public async IAsyncEnumerable<ExportedResponse> ExportAsync(
        Tenant tenant, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var export = new PostgresExport(tenant);
        while (await ListAsync(connection => export.ReadAsync(connection, cancellation), cancellation) is { } page)
        {
            foreach (var row in page)
                yield return row;
        }
    }

    public Task<RecountReport> RecountAsync(Tenant tenant, CancellationToken cancellation) =>
        RunAsync(connection => PostgresReports.RecountAsync(connection, tenant, cancellation), cancellation);

    public async ValueTask DisposeAsync()
    {
        await _commit.DisposeAsync();
        await _ownership.DisposeAsync();
        await _sessions.DisposeAsync();
        _lists.Dispose();
    }

    private Task<T> RunAsync<T>(Func<NpgsqlConnection, Task<T>> work, CancellationToken cancellation)
    {
        _ownership.Demand();
        return _sessions.RunAsync(work, cancellation);
    }
}
