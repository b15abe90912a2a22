using NpsRealtime.Scoring.Windows;

namespace NpsRealtime.Scoring.Store;

/// <summary>Moves a partition's minutes before <paramref name="Until"/> into quarter-hours and trims its commits, behind the fence.</summary>
public sealed record Downsampling(PartitionAddress Partition, Guid Activation, long Head, Minute Until);
