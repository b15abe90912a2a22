using NpsRealtime.Scoring.LiveScores;
using NpsRealtime.Scoring.Windows;

namespace NpsRealtime.Grains.Serialization;

/// <summary>Carries <see cref="RollUp"/> between nodes.</summary>
[RegisterConverter]
internal sealed class RollUpConverter : IConverter<RollUp, RollUpSurrogate>
{
    public RollUp ConvertFromSurrogate(in RollUpSurrogate surrogate) => new(
        surrogate.Partition,
        surrogate.Activation,
        surrogate.From,
        Array.ConvertAll(surrogate.Items, item => new RollUpItem(
            item.Head, new Minute(item.Minute), Tallies.Of(item.Change), item.LastRespondedAt, item.LastAcceptedAt)),
        surrogate.To);

    public RollUpSurrogate ConvertToSurrogate(in RollUp value) => new()
    {
        Partition = value.Partition,
        Activation = value.Activation,
        From = value.From,
        Items = [.. value.Items.Select(item => new RollUpItemSurrogate
        {
            Head = item.Head,
            Minute = item.Minute.Number,
            Change = item.Change.ToArray(),
            LastRespondedAt = item.LastRespondedAtMilliseconds,
            LastAcceptedAt = item.LastAcceptedAtMilliseconds,
        })],
        To = value.To,
    };
}
