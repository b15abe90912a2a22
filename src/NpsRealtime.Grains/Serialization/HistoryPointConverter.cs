using NpsRealtime.Scoring.Engine;

namespace NpsRealtime.Grains.Serialization;

/// <summary>Carries <see cref="HistoryPoint"/> between nodes.</summary>
[RegisterConverter]
internal sealed class HistoryPointConverter : IConverter<HistoryPoint, HistoryPointSurrogate>
{
    public HistoryPoint ConvertFromSurrogate(in HistoryPointSurrogate surrogate) =>
        HistoryPoint.Of(surrogate.From, Tallies.Of(surrogate.Counts));

    public HistoryPointSurrogate ConvertToSurrogate(in HistoryPoint value) =>
        new() { From = value.From, Counts = value.Counts.ByScore };
}
