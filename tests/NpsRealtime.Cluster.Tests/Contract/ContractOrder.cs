using NpsRealtime.Scoring;

namespace NpsRealtime.Cluster.Tests.Contract;

/// <summary>What a test tells a process to host.</summary>
/// <param name="Args">The silo's command line; null to stop the one that it hosts.</param>
/// <param name="Options">The options of the scoring, also those that a command line would refuse as too small.</param>
internal sealed record ContractOrder(string[]? Args, ScoringOptions? Options);
