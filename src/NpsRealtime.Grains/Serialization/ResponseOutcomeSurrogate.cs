namespace NpsRealtime.Grains.Serialization;

/// <summary>How a <see cref="Scoring.Responses.ResponseOutcome"/> travels.</summary>
[GenerateSerializer, Alias("nps.response-outcome")]
internal struct ResponseOutcomeSurrogate
{
    [Id(0)] public int Status;
    [Id(1)] public int Partition;
    [Id(2)] public long Head;
    [Id(3)] public string? Detail;
}
