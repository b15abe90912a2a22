using NpsRealtime.Scoring.Responses;

namespace NpsRealtime.Grains.Serialization;

/// <summary>Carries <see cref="ResponseOutcome"/> between nodes.</summary>
[RegisterConverter]
internal sealed class ResponseOutcomeConverter : IConverter<ResponseOutcome, ResponseOutcomeSurrogate>
{
    public ResponseOutcome ConvertFromSurrogate(in ResponseOutcomeSurrogate surrogate) =>
        new((ResponseStatus)surrogate.Status, surrogate.Partition, surrogate.Head, surrogate.Detail);

    public ResponseOutcomeSurrogate ConvertToSurrogate(in ResponseOutcome value) =>
        new() { Status = (int)value.Status, Partition = value.Partition, Head = value.Head, Detail = value.Detail };
}
