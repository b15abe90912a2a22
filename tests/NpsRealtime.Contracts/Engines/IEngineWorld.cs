using NpsRealtime.Scoring;
using NpsRealtime.Scoring.Engine;

namespace NpsRealtime.Contracts.Engines;

/// <summary>
/// An engine on an empty database of its own for one test. An engine joins the contract by implementing this once and deriving a
/// class from each contract.
/// </summary>
public interface IEngineWorld : IAsyncDisposable
{
    /// <summary>Makes the database. Skips the test when this machine lacks something.</summary>
    Task CreateAsync();

    /// <summary>Starts an engine on the database; the one before it was stopped.</summary>
    Task<IScoreEngine> StartAsync(ScoringOptions options, TimeProvider time);

    /// <summary>Stops the engine in good order: what was admitted is committed.</summary>
    Task StopAsync();
}
