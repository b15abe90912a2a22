namespace NpsRealtime.Grains.Serialization;

/// <summary>How a <see cref="Scoring.LiveScores.RollUp"/> travels.</summary>
[GenerateSerializer, Alias("nps.roll-up")]
internal struct RollUpSurrogate
{
    [Id(0)] public int Partition;
    [Id(1)] public Guid Activation;
    [Id(2)] public long From;
    [Id(3)] public RollUpItemSurrogate[] Items;
    [Id(4)] public long To;
}
