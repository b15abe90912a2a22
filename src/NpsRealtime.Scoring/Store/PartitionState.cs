using NpsRealtime.Scoring.Windows;

namespace NpsRealtime.Scoring.Store;

/// <summary>What the store knows of a partition.</summary>
/// <param name="Activation">The random mark of whoever started it last.</param>
/// <param name="Head">The number of its last commit; 0 before the first.</param>
/// <param name="DownsampledUntil">Everything before this minute is kept by quarter-hours.</param>
public sealed record PartitionState(Guid Activation, long Head, Minute DownsampledUntil);
