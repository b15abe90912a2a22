namespace NpsRealtime.Cli.Server;

/// <summary>One score over one window at one instant.</summary>
internal sealed record SnapshotAnswer(
    string Tenant,
    string Key,
    string Label,
    SnapshotWindow Window,
    SnapshotCounts Counts,
    decimal? Nps,
    SnapshotInterval? Interval,
    SnapshotLast? LastResponse,
    DateTimeOffset AsOf);
