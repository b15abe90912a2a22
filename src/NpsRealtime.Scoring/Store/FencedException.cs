namespace NpsRealtime.Scoring.Store;

/// <summary>Another owner has started the partition, or its history is not the one believed. Nothing was committed.</summary>
public sealed class FencedException(PartitionAddress partition)
    : Exception($"Partition {partition.Partition} of tenant {partition.TenantId} has another owner or another history.")
{
    public PartitionAddress Partition { get; } = partition;
}
