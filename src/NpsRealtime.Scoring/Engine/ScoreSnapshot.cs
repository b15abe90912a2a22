using NpsRealtime.Scoring.Arithmetic;

namespace NpsRealtime.Scoring.Engine;

/// <summary>What a reader gets: one score over one window at one instant. The property names are those of the contract.</summary>
/// <param name="Tenant">The tenant's name.</param>
/// <param name="Key">The score key's text.</param>
/// <param name="Label">The key's label for people.</param>
/// <param name="Window">What was counted.</param>
/// <param name="Counts">The counts.</param>
/// <param name="Nps">−100 to +100 with two decimals; null when nothing was counted.</param>
/// <param name="Interval">The 95 % confidence interval; null when nothing was counted.</param>
/// <param name="LastResponse">The response with the latest <c>respondedAt</c> under the key, in or out of the window; or null.</param>
/// <param name="Version">Grows with every commit that the score has seen. A label; nothing is decided by it.</param>
/// <param name="AsOf">When the snapshot was taken.</param>
public sealed record ScoreSnapshot(
    string Tenant,
    string Key,
    string Label,
    SnapshotWindow Window,
    ScoreCounts Counts,
    decimal? Nps,
    ScoreInterval? Interval,
    LastResponse? LastResponse,
    long Version,
    DateTimeOffset AsOf);
