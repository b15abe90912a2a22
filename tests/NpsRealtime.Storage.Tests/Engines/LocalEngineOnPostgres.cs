using NpsRealtime.Contracts.Engines;
using NpsRealtime.Scoring;
using NpsRealtime.Scoring.Engine;
using NpsRealtime.Scoring.Store;
using NpsRealtime.Storage.Tests.Postgres;

namespace NpsRealtime.Storage.Tests.Engines;

/// <summary>The engine of one machine on a PostgreSQL database.</summary>
public sealed class LocalEngineOnPostgres : IEngineWorld
{
    private readonly PostgresDatabase _database = new();
    private IResponseStore? _store;
    private LocalScoreEngine? _engine;

    public Task CreateAsync() => _database.CreateAsync();

    public async Task<IScoreEngine> StartAsync(ScoringOptions options, TimeProvider time)
    {
        _store = _database.Connect();
        _engine = new LocalScoreEngine(_store, options, time, new NoScoringLog());
        await _engine.StartAsync(CancellationToken.None);
        return _engine;
    }

    public async Task StopAsync()
    {
        await _engine!.DisposeAsync();
        await _store!.DisposeAsync();
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();
}
