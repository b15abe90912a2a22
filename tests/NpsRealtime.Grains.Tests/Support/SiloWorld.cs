using NpsRealtime.Contracts.Engines;
using NpsRealtime.Scoring;
using NpsRealtime.Scoring.Engine;
using NpsRealtime.Storage.Sqlite;

namespace NpsRealtime.Grains.Tests.Support;

/// <summary>The engine of a cluster of silos in one process, on a SQLite file that they share.</summary>
public abstract class SiloWorld(int silos) : IEngineWorld
{
    private readonly string _folder = Directory.CreateTempSubdirectory("nps-silos-").FullName;
    private TestSilos? _cluster;

    public virtual Task CreateAsync() => Task.CompletedTask;

    public async Task<IScoreEngine> StartAsync(ScoringOptions options, TimeProvider time)
    {
        _cluster = await TestSilos.StartAsync(silos, new SqliteResponseStore(Path.Combine(_folder, "nps.db")), options, time);
        return _cluster.Engine(0);
    }

    public async Task StopAsync() => await _cluster!.DisposeAsync();

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}
