namespace NpsRealtime.Scoring.Tests.Simulation;

/// <summary>Tests that keep every thread busy run after the others, so that none of those waits for a thread.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneCollection
{
    public const string Name = "Alone";
}
