using NpsRealtime.Scoring.Responses;

namespace NpsRealtime.Scoring.Store;

/// <summary>The responses of one partition that a group asks about.</summary>
public sealed record GroupRead(PartitionAddress Partition, IReadOnlyCollection<IdHash> IdHashes);
