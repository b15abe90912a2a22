namespace NpsRealtime.Grains.Tests.Support;

/// <summary>A cluster of three: most grains live on another silo than the engine that asks.</summary>
public sealed class ThreeSilos() : SiloWorld(3);
