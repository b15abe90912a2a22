namespace NpsRealtime.Cli.Server;

/// <summary>The counts of a snapshot.</summary>
internal sealed record SnapshotCounts(long Promoters, long Passives, long Detractors, long Total);
