using NpsRealtime.Scoring.Arithmetic;
using NpsRealtime.Scoring.Engine;

namespace NpsRealtime.Grains.Serialization;

/// <summary>Carries <see cref="ScoreSnapshot"/> between nodes.</summary>
[RegisterConverter]
internal sealed class ScoreSnapshotConverter : IConverter<ScoreSnapshot, ScoreSnapshotSurrogate>
{
    public ScoreSnapshot ConvertFromSurrogate(in ScoreSnapshotSurrogate surrogate)
    {
        var tally = Tallies.Of(surrogate.Counts);
        return new ScoreSnapshot(
            surrogate.Tenant,
            surrogate.Key,
            surrogate.Label,
            new SnapshotWindow(surrogate.Window, surrogate.From, surrogate.To),
            ScoreCounts.Of(tally),
            NetPromoterScore.Of(tally),
            ScoreInterval.Of(tally),
            surrogate.LastRespondedAt is { } at ? new LastResponse(at, surrogate.LastAcceptedAt) : null,
            surrogate.Version,
            surrogate.AsOf);
    }

    public ScoreSnapshotSurrogate ConvertToSurrogate(in ScoreSnapshot value) => new()
    {
        Tenant = value.Tenant,
        Key = value.Key,
        Label = value.Label,
        Window = value.Window.Name,
        From = value.Window.From,
        To = value.Window.To,
        Counts = value.Counts.ByScore,
        LastRespondedAt = value.LastResponse?.RespondedAt,
        LastAcceptedAt = value.LastResponse?.AcceptedAt ?? default,
        Version = value.Version,
        AsOf = value.AsOf,
    };
}
