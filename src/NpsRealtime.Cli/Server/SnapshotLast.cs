namespace NpsRealtime.Cli.Server;

/// <summary>The latest response under a snapshot's key.</summary>
internal sealed record SnapshotLast(DateTimeOffset RespondedAt, DateTimeOffset AcceptedAt);
