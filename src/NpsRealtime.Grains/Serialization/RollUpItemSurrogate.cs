namespace NpsRealtime.Grains.Serialization;

/// <summary>How a <see cref="Scoring.LiveScores.RollUpItem"/> travels.</summary>
[GenerateSerializer, Alias("nps.roll-up-item")]
internal struct RollUpItemSurrogate
{
    [Id(0)] public long Head;
    [Id(1)] public int Minute;
    [Id(2)] public long[] Change;
    [Id(3)] public long LastRespondedAt;
    [Id(4)] public long LastAcceptedAt;
}
