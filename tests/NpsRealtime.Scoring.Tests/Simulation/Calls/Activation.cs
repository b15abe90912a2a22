using NpsRealtime.Grains.Partitions;
using NpsRealtime.Grains.Scores;

namespace NpsRealtime.Scoring.Tests.Simulation.Calls;

/// <summary>A grain in one of its lives: a partition or a score on a simulated silo.</summary>
internal sealed class Activation(string grain, SimulatedSilo silo)
{
    public string Grain => grain;

    public SimulatedSilo Silo => silo;

    public HostedPartition? Partition { get; set; }

    public HostedScore? Score { get; set; }

    /// <summary>Under way, or over, once it has begun to close.</summary>
    public Task? Closing { get; set; }
}
