using Npgsql;
using NpsRealtime.Contracts.Engines;
using NpsRealtime.Scoring;
using NpsRealtime.Scoring.Engine;
using NpsRealtime.Storage.Postgres;
using NpsRealtime.Testing;

namespace NpsRealtime.Grains.Tests.Support;

/// <summary>A cluster of one on a schema of its own of the PostgreSQL that the tests share.</summary>
public sealed class OneSiloOnPostgres : IEngineWorld
{
    private readonly string _schema = $"silo_{Guid.NewGuid():n}";
    private string? _server;
    private TestSilos? _cluster;

    public async Task CreateAsync()
    {
        _server = await PostgresServer.FindAsync();
        Skip.If(_server is null, PostgresServer.Missing);
    }

    public async Task<IScoreEngine> StartAsync(ScoringOptions options, TimeProvider time)
    {
        _cluster = await TestSilos.StartAsync(1, new PostgresResponseStore(_server!, _schema, "silo"), options, time);
        return _cluster.Engine(0);
    }

    public async Task StopAsync() => await _cluster!.DisposeAsync();

    public async ValueTask DisposeAsync()
    {
        if (_server is null)
            return;
        await using var connection = new NpgsqlConnection(_server);
        await connection.OpenAsync();
        await using var drop = new NpgsqlCommand($"set client_min_messages = warning; drop schema if exists {_schema} cascade", connection);
        await drop.ExecuteNonQueryAsync();
    }
}
