namespace NpsRealtime.Scoring.Store;

/// <summary>The new rows of one group.</summary>
/// <param name="Partition">Whose group it is.</param>
/// <param name="Inserted">New rows.</param>
public readonly record struct GroupRows(PartitionAddress Partition, IReadOnlyList<ResponseRow> Inserted);
