using NpsRealtime.Scoring.Windows;

namespace NpsRealtime.Scoring.Store;

/// <summary>Everything a live score begins from, out of one consistent read.</summary>
/// <param name="Partitions">Activation, head and downsampling line of each partition, by its number; a partition never started is absent.</param>
/// <param name="Buckets">The key's tallies over all partitions, in any order.</param>
public sealed record ScoreLoad(IReadOnlyDictionary<int, PartitionState> Partitions, IReadOnlyList<TallyRow> Buckets);
