namespace NpsRealtime.Grains.Serialization;

/// <summary>How a <see cref="Scoring.Engine.ScoreSnapshot"/> travels: counts only; what is computed from them is computed again.</summary>
[GenerateSerializer, Alias("nps.score-snapshot")]
internal struct ScoreSnapshotSurrogate
{
    [Id(0)] public string Tenant;
    [Id(1)] public string Key;
    [Id(2)] public string Label;
    [Id(3)] public string Window;
    [Id(4)] public DateTimeOffset? From;
    [Id(5)] public DateTimeOffset To;
    [Id(6)] public long[] Counts;
    [Id(7)] public DateTimeOffset? LastRespondedAt;
    [Id(8)] public DateTimeOffset LastAcceptedAt;
    [Id(9)] public long Version;
    [Id(10)] public DateTimeOffset AsOf;
}
