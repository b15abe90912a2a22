using NpsRealtime.Scoring.Store;

namespace NpsRealtime.Storage.Postgres.Ownership;

/// <summary>A partition, and the activation under which its owner writes.</summary>
internal readonly record struct OwnedPartition(PartitionAddress Address, Guid Activation);
