namespace NpsRealtime.Cli.Server;

/// <summary>The window of a snapshot.</summary>
internal sealed record SnapshotWindow(string Name);
