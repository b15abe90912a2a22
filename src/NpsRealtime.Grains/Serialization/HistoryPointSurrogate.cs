namespace NpsRealtime.Grains.Serialization;

/// <summary>How a <see cref="Scoring.Engine.HistoryPoint"/> travels.</summary>
[GenerateSerializer, Alias("nps.history-point")]
internal struct HistoryPointSurrogate
{
    [Id(0)] public DateTimeOffset From;
    [Id(1)] public long[] Counts;
}
