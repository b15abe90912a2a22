using System.Runtime.CompilerServices;
using NpsRealtime.Scoring;
using NpsRealtime.Scoring.Engine;
using NpsRealtime.Scoring.Keys;
using NpsRealtime.Scoring.Responses;
using NpsRealtime.Scoring.Store;
using NpsRealtime.Scoring.Tenants;
using NpsRealtime.Scoring.Windows;
using NpsRealtime.Storage.Sqlite.Disk;

namespace NpsRealtime.Storage.Sqlite;

/// <summary>
/// The store on one SQLite file: write-ahead log, every commit synchronised to disk, deleted content overwritten, one writer, and
/// a lock that refuses a second process.
/// </summary>
public sealed partial class SqliteResponseStore(string path) : IDatabase
{
    private const int ReadersAtOnce = 4;

    private readonly SqliteMergePlan _merging = new();
    private SqliteLock? _lock;
    private SqliteWriter? _writer;
    private SqliteReaders? _readers;

    public bool IsShared => false;

    public int Committers => 1;

    private SqliteWriter Writer => _writer ?? throw Closed();

    private SqliteReaders Readers => _readers ?? throw Closed();

    public string? Fault => _writer?.Fault;

    // Whoever sends while a flood has the file to itself waits for the transaction that is being written: 2,000 responses take some 25 ms.
    public int BulkResponsesMax => 2_000;

    /// <summary>Some 3 ms of the one writer.</summary>
    public int BulkResponsesBesideFewMax => 250;

    public Task OpenAsync(CancellationToken cancellation)
    {
        var file = SqliteFile.Resolve(path);
        var taken = SqliteLock.Take(file);
        try
        {
            SqliteFile.DemandOneName(file);
            _writer = OpenWriter(file);
        }
        catch (StoreUnavailableException failure)
        {
            taken.Dispose();
            throw new StartupException($"The database {path} can't be opened. {failure.Message} Mend that, or name another file with --Store:Sqlite=PATH.", failure);
        }
        catch
        {
            taken.Dispose();
            throw;
        }

        _lock = taken;
        _readers = new SqliteReaders(file, ReadersAtOnce);
        _lists = new SqliteReaders(file, ListsAtOnce);
        return Task.CompletedTask;
    }

    public Task<Tenant?> FindTenantAsync(string name, CancellationToken cancellation) =>
        Readers.RunAsync(session => SqliteTenants.Find(session, name), cancellation);

    public Task<IReadOnlyList<Tenant>> ListTenantsAsync(CancellationToken cancellation) =>
        Readers.RunAsync(SqliteTenants.List, cancellation);

    public Task<(TenantPut Outcome, Tenant Tenant)> PutTenantAsync(
        TenantRequest request, int partitions, CancellationToken cancellation) =>
        CertainAsync(session => SqliteTenants.Put(session, request, partitions));

    public Task<IReadOnlyList<StoredKey>> ReadKeysAsync(int tenantId, int afterId, CancellationToken cancellation) =>
        Readers.RunAsync(session => SqliteTenants.Keys(session, tenantId, afterId), cancellation);

    public Task<IReadOnlyList<StoredKey>> AddKeysAsync(
        int tenantId, IReadOnlyList<ScoreKey> keys, CancellationToken cancellation) =>
        CertainAsync(session => SqliteTenants.AddKeys(session, tenantId, keys));

    public Task<PartitionState> StartPartitionAsync(
        PartitionAddress partition, Guid activation, Minute downsampledUntil, CancellationToken cancellation) =>
        CertainAsync(session => SqlitePartitions.Start(session, partition, activation, downsampledUntil));

    public Task<PartitionState> LookAsync(PartitionAddress partition, bool wait, CancellationToken cancellation) =>
        Writer.RunAsync(session => SqlitePartitions.Look(session, partition) ?? new PartitionState(default, 0, Minute.First));

    public Task<IReadOnlyList<IReadOnlyDictionary<IdHash, StoredResponse>>> ReadResponsesAsync(
        IReadOnlyList<GroupRead> reads, CancellationToken cancellation) =>
        Readers.RunAsync<IReadOnlyList<IReadOnlyDictionary<IdHash, StoredResponse>>>(
            session => reads.Select(read => SqlitePartitions.ReadResponses(session, read)).ToList(), cancellation);

    public async Task CommitAsync(IReadOnlyList<GroupWrite> groups, CancellationToken cancellation)
    {
        var plan = _merging.Plan(groups);
        await Writer.WriteAsync(session =>
        {
            SqliteGroupCommit.Write(session, groups, plan);
            return true;
        });
        _merging.Committed(groups, plan);
    }

    public async Task DownsampleAsync(Downsampling downsampling, CancellationToken cancellation)
    {
        await Writer.WriteAsync(session =>
        {
            SqlitePartitions.Downsample(session, downsampling);
            return true;
        });
        _merging.Merged(downsampling.Partition);
    }

    public Task<ScoreLoad> LoadAsync(int tenantId, int keyId, CancellationToken cancellation) =>
        Readers.RunAsync(session => SqliteScores.Load(session, tenantId, keyId), cancellation);

    public Task<IReadOnlyList<ColdScore>> SumAsync(
        int tenantId, IReadOnlyCollection<int> keyIds, MinuteSpan span, CancellationToken cancellation) =>
        Readers.RunAsync(session => SqliteScores.Sum(session, tenantId, keyIds, span), cancellation);

    public Task<IReadOnlyList<IdHash>> FindCustomerAsync(int tenantId, string customerId, CancellationToken cancellation) =>
        Readers.RunAsync<IReadOnlyList<IdHash>>(
            session =>
            {
                var found = new List<IdHash>();
                var statement = session.Statement("select id_hash from responses where tenant_id = ?1 and customer_id = ?2")
                    .Bind(1, tenantId).Bind(2, customerId);
                while (statement.Read())
                    found.Add(statement.Hash(0));
                return found;
            },
            cancellation);

    public async IAsyncEnumerable<ExportedResponse> ExportAsync(
        Tenant tenant, [EnumeratorCancellation] CancellationToken cancellation)
    {
        // Each page is a read of its own: one that lasted as long as its receiver likes would keep the log from ever beginning anew.
        var export = new SqliteExport(tenant);
        while (await Lists.RunAsync(export.Read, cancellation) is { } page)
        {
            foreach (var row in page)
                yield return row;
        }
    }

    public Task<RecountReport> RecountAsync(Tenant tenant, CancellationToken cancellation) =>
        Readers.RunAsync(session => SqliteReports.Recount(session, tenant), cancellation);

    public ValueTask DisposeAsync()
    {
        _readers?.Dispose();
        _lists?.Dispose();

        // The last connection of all, since that copies what is left of the log.
        _writer?.Dispose();
        _lock?.Dispose();
        (_writer, _readers, _lists, _lock) = (null, null, null, null);
        return ValueTask.CompletedTask;
    }

    private static SqliteWriter OpenWriter(string file)
    {
        var room = new SqliteRoom(file);
        room.Clear();
        var session = SqliteSession.OpenWriter(file);
        try
        {
            SqliteSchema.Apply(session, file);
            room.TryHold(session);
            return new SqliteWriter(session, new SqliteCheckpoints(SqliteSession.OpenCheckpointer(file), room), room);
        }
        catch
        {
            room.Dispose();
            session.Dispose();
            throw;
        }
    }

    private static StoreUnavailableException Closed() => new("The database file is not open.");

    /// <summary>A write that may simply be done again: an unknown outcome is only a database that can't be reached now.</summary>
    private async Task<T> CertainAsync<T>(Func<SqliteSession, T> work)
    {
        try
        {
            return await Writer.WriteAsync(work);
        }
        catch (UnknownOutcomeException failure)
        {
            throw new StoreUnavailableException("The database's answer was lost. Try again.", failure);
        }
    }
}
