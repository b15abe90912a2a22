using Microsoft.Data.Sqlite;
using NpsRealtime.Contracts.Stores;
using NpsRealtime.Scoring.Store;
using NpsRealtime.Scoring.Tenants;
using NpsRealtime.Storage.Sqlite;

namespace NpsRealtime.Storage.Tests.Sqlite;

/// <summary>A SQLite file in a folder of its own.</summary>
public sealed class SqliteDatabase : IStoreDatabase
{
    private readonly string _folder = Directory.CreateTempSubdirectory("nps-store-").FullName;

    /// <summary>The database file.</summary>
    public string Path => System.IO.Path.Combine(_folder, "nps.db");

    public Task CreateAsync() => Task.CompletedTask;

    public IResponseStore Connect() => new SqliteResponseStore(Path);

    public Task DamageAsync(Tenant tenant, Damage damage)
    {
        var own = $"tenant_id = {tenant.Id}";
        var oneResponse = $"sequence = (select min(sequence) from responses where {own} and score is not null)";
        Execute(damage switch
        {
            Damage.CountTooHigh => $"update tallies set c10 = c10 + 1 where {own} and key_id = 0",
            Damage.BucketsLost => $"delete from tallies where {own} and key_id = 0",
            Damage.BucketMoved => $"update tallies set bucket = bucket + 100000 where {own} and key_id = 1",
            Damage.KeyChanged => $"update tallies set key_id = 999 where {own} and key_id = 1",
            Damage.ResolutionChanged => $"update tallies set resolution = 15, bucket = bucket + 1 where {own} and resolution = 1",
            Damage.ResponseLost => $"delete from responses where {oneResponse}",
            Damage.ScoreChanged => $"update responses set score = 10 - score where {oneResponse}",
            Damage.TimeChanged => $"update responses set responded_at = responded_at + 3600000 where {oneResponse}",
            Damage.KeysOfResponseLost => $"update responses set key_ids = x'' where {oneResponse}",
            _ => throw new ArgumentOutOfRangeException(nameof(damage)),
        });
        return Task.CompletedTask;
    }

    public Task<long> CommitRowsAsync(Tenant tenant) =>
        Task.FromResult((long)Scalar($"select count(*) from commits where tenant_id = {tenant.Id}")!);

    public Task<IReadOnlyList<string>> CorrectionsAsync(Tenant tenant)
    {
        var rows = (string?)Scalar($"""
            select group_concat(from_score || '@' || from_minute || '>' || coalesce(to_score || '@' || to_minute, ''), ' ')
            from (select * from corrections where tenant_id = {tenant.Id} order by sequence)
            """);
        return Task.FromResult<IReadOnlyList<string>>(rows?.Split(' ') ?? []);
    }

    /// <summary>Runs a statement on a connection of its own.</summary>
    public void Execute(string statement) => Scalar(statement);

    /// <summary>The first value that a query returns on a connection of its own; null for NULL and for nothing.</summary>
    public object? Scalar(string query)
    {
        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = query;
        return command.ExecuteScalar() is { } value and not DBNull ? value : null;
    }

    /// <summary>A connection that the store knows nothing of.</summary>
    public SqliteConnection Open()
    {
        var connection = new SqliteConnection($"Data Source={Path};Pooling=False;Default Timeout=20");
        connection.Open();
        return connection;
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }
}
