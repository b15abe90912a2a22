namespace NpsRealtime.Scoring.Store;

/// <summary>The net result of one group, committed whole or not at all.</summary>
/// <param name="Partition">Whose group it is.</param>
/// <param name="Activation">The activation that must still stand in the partition's row.</param>
/// <param name="Head">The head that must still be the last; the group's own is one more.</param>
/// <param name="Inserted">New rows.</param>
/// <param name="Updated">Rows that are written over.</param>
/// <param name="Tallies">Changes of tallies, each bucket at most once.</param>
/// <param name="Corrections">Correction rows.</param>
public sealed record GroupWrite(
    PartitionAddress Partition,
    Guid Activation,
    long Head,
    IReadOnlyList<ResponseRow> Inserted,
    IReadOnlyList<ResponseRow> Updated,
    IReadOnlyList<TallyRow> Tallies,
    IReadOnlyList<Correction> Corrections);
