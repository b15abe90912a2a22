namespace NpsRealtime.Scoring.Engine;

/// <summary>How the engine fares, for health checks.</summary>
/// <param name="IsReady">Whether scores can be read.</param>
/// <param name="StoreReachable">Whether the last call to the database succeeded.</param>
/// <param name="Detail">One sentence for an operator.</param>
public sealed record EngineState(bool IsReady, bool StoreReachable, string Detail);
