namespace NpsRealtime.Cli.Server;

/// <summary>The 95 % confidence interval of a snapshot.</summary>
internal sealed record SnapshotInterval(decimal Low, decimal High);
