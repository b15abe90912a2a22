namespace NpsRealtime.Scoring.Engine;

/// <summary>How the engine fares, for health checks.</summary>
/// <param name="IsReady">Whether scores can be read.</param>
/// <param name="StoreReachable">Whether the last call to the database succeeded.</param>
/// <param name="Detail">One sentence for an operator.</param>
/// <param name="Silos">The addresses of the cluster's active silos; null on one machine, and where they are not known.</param>
public sealed record EngineState(bool IsReady, bool StoreReachable, string Detail, IReadOnlyList<string>? Silos = null);
