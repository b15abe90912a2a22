using NpsRealtime.Simulation;

namespace NpsRealtime.Cli.Simulate;

/// <summary>Where a simulation's responses go.</summary>
internal interface ISimulationTarget : IAsyncDisposable
{
    /// <summary>Takes responses in order; <paramref name="correct"/> when they replace what is there.</summary>
    Task SendAsync(IReadOnlyList<SimulatedResponse> responses, bool correct, CancellationToken cancellation);
}
