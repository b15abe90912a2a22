using Npgsql;
using NpsRealtime.Contracts.Stores;
using NpsRealtime.Scoring.Engine;
using NpsRealtime.Scoring.Store;
using NpsRealtime.Scoring.Tenants;
using NpsRealtime.Storage.Postgres;
using NpsRealtime.Storage.Postgres.Merge;
using NpsRealtime.Testing;

namespace NpsRealtime.Storage.Tests.Postgres;

/// <summary>A schema of its own on the server that the tests share.</summary>
public sealed class PostgresDatabase : IStoreDatabase
{
    private readonly string _schema = $"test_{Guid.NewGuid():n}";
    private string? _server;

    public async Task CreateAsync()
    {
        _server = await PostgresServer.FindAsync();
        Skip.If(_server is null, PostgresServer.Missing);
    }

    /// <summary>How fast the store merges.</summary>
    internal MergePace Pace { get; set; } = MergePace.OfProcess;

    public IResponseStore Connect() => new PostgresResponseStore(_server!, _schema, clusterId: null, time: null, Pace);

    /// <summary>As a member of a cluster, which may have others beside it.</summary>
    public IResponseStore ConnectMember() => new PostgresResponseStore(_server!, _schema, "members", time: null, Pace);

    /// <summary>Deletes a tenant and all that remains of it.</summary>
    public static async Task DeleteAsync(IResponseStore store, Tenant tenant)
    {
        var privacy = (IPrivacyStore)store;
        await privacy.DeleteTenantAsync(tenant.Id, CancellationToken.None);
        while ((await privacy.DeleteRemainsAsync(CancellationToken.None)).IsMore)
        {
            // Until nothing is left.
        }
    }

    public async Task DamageAsync(Tenant tenant, Damage damage)
    {
        var own = $"tenant_id = {tenant.Id}";
        var oneResponse = $"sequence = (select min(sequence) from responses where {own} and score is not null)";
        var statement = damage switch
        {
            Damage.CountTooHigh => $"update tallies set c10 = c10 + 1 where {own} and key_id = 0",
            Damage.BucketsLost => $"delete from tallies where {own} and key_id = 0",
            Damage.BucketMoved => $"update tallies set bucket = bucket + 100000 where {own} and key_id = 1",
            Damage.KeyChanged => $"update tallies set key_id = 999 where {own} and key_id = 1",
            Damage.ResolutionChanged => $"update partitions set downsampled_until = downsampled_until + 1000000 where {own}",
            Damage.ResponseLost => $"delete from responses where {oneResponse}",
            Damage.ScoreChanged => $"update responses set score = 10 - score where {oneResponse}",
            Damage.TimeChanged => $"update responses set responded_at = responded_at + 3600000 where {oneResponse}",
            Damage.KeysOfResponseLost => $"update responses set key_ids = '' where {oneResponse}",
            _ => throw new ArgumentOutOfRangeException(nameof(damage)),
        };

        // A partition's first commit is merged beside it: until that is over there is no row of tallies to damage.
        var began = TimeProvider.System.GetTimestamp();
        while ((long)(await ScalarAsync($"with damaged as ({statement} returning 1) select count(*) from damaged"))! == 0)
        {
            TimeProvider.System.GetElapsedTime(began).ShouldBeLessThan(TimeSpan.FromSeconds(60), $"{damage} found nothing to damage.");
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
        }
    }

    public async Task<long> CommitRowsAsync(Tenant tenant) =>
        (long)(await ScalarAsync($"select count(*) from commits where tenant_id = {tenant.Id}"))!;

    public async Task<IReadOnlyList<string>> CorrectionsAsync(Tenant tenant)
    {
        var rows = (string?)await ScalarAsync($"""
            select string_agg(from_score || '@' || from_minute || '>' || coalesce(to_score || '@' || to_minute, ''), ' ' order by sequence)
            from corrections where tenant_id = {tenant.Id}
            """);
        return rows?.Split(' ') ?? [];
    }

    /// <summary>Lets nobody write to a table until the result is disposed of.</summary>
    public Task<IAsyncDisposable> LockAsync(string table) => HoldAsync($"lock table {table} in share mode");

    /// <summary>Runs a statement, and keeps its transaction open until the result is disposed of.</summary>
    public async Task<IAsyncDisposable> HoldAsync(string statement)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(_server) { Pooling = false, SearchPath = _schema }.ToString());
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"begin; {statement}", connection);
        await command.ExecuteNonQueryAsync();
        return connection;
    }

    /// <summary>Runs a statement on a connection of its own.</summary>
    public Task ExecuteAsync(string statement) => ScalarAsync(statement);

    /// <summary>The first value that a query returns on a connection of its own; null for NULL and for nothing.</summary>
    public async Task<object?> ScalarAsync(string query)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(_server) { Pooling = false, SearchPath = _schema }.ToString());
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(query, connection);
        return await command.ExecuteScalarAsync() is { } value and not DBNull ? value : null;
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is null)
            return;
        await ExecuteAsync($"set client_min_messages = warning; drop schema if exists {_schema} cascade");
    }
}
