namespace NpsRealtime.Grains.Tests.Support;

/// <summary>A cluster of one.</summary>
public sealed class OneSilo() : SiloWorld(1);
