namespace NpsRealtime.Scoring.Store;

/// <summary>One of a tenant's response partitions.</summary>
public readonly record struct PartitionAddress(int TenantId, int Partition);
