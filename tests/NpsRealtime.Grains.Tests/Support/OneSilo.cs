namespace NpsRealtime.Grains.Tests.Support;

/// <summary>A cluster of one.</summary>
public class OneSilo() : SiloWorld(1);
