using NpsRealtime.Scoring.Responses;

namespace NpsRealtime.Grains.Serialization;

/// <summary>Carries <see cref="ResponseRequest"/> between nodes.</summary>
[RegisterConverter]
internal sealed class ResponseRequestConverter : IConverter<ResponseRequest, ResponseRequestSurrogate>
{
    public ResponseRequest ConvertFromSurrogate(in ResponseRequestSurrogate surrogate)
    {
        var names = surrogate.Segments ?? [];
        var segments = names.Length == 0 ? [] : new Segment[names.Length / 2];
        for (var index = 0; index < segments.Length; index++)
            segments[index] = new Segment(names[2 * index].Slug, names[(2 * index) + 1].Slug);

        return new ResponseRequest
        {
            Verb = (ResponseVerb)surrogate.Verb,
            Id = surrogate.Id,
            Score = surrogate.Score,
            Channel = surrogate.Channel.Slug,
            Touchpoint = surrogate.Touchpoint.Slug,
            Segments = segments,
            RespondedAtMilliseconds = surrogate.RespondedAt,
            RespondedAtSent = surrogate.RespondedAtSent,
            AcceptedAtMilliseconds = surrogate.AcceptedAt,
            Comment = surrogate.Comment,
            CustomerId = surrogate.CustomerId,
            IdHash = new IdHash(surrogate.IdHashHigh, surrogate.IdHashLow),
            Fingerprint = new IdHash(surrogate.FingerprintHigh, surrogate.FingerprintLow),
        };
    }

    public ResponseRequestSurrogate ConvertToSurrogate(in ResponseRequest value)
    {
        var names = value.Segments.Length == 0 ? null : new SlugSurrogate[2 * value.Segments.Length];
        for (var index = 0; index < value.Segments.Length; index++)
        {
            names![2 * index] = SlugSurrogate.Of(value.Segments[index].Name);
            names[(2 * index) + 1] = SlugSurrogate.Of(value.Segments[index].Value);
        }

        return new ResponseRequestSurrogate
        {
            Verb = (int)value.Verb,
            Id = value.Id,
            Score = value.Score,
            Channel = SlugSurrogate.Of(value.Channel),
            Touchpoint = SlugSurrogate.Of(value.Touchpoint),
            Segments = names,
            RespondedAt = value.RespondedAtMilliseconds,
            RespondedAtSent = value.RespondedAtSent,
            AcceptedAt = value.AcceptedAtMilliseconds,
            Comment = value.Comment,
            CustomerId = value.CustomerId,
            IdHashHigh = value.IdHash.High,
            IdHashLow = value.IdHash.Low,
            FingerprintHigh = value.Fingerprint.High,
            FingerprintLow = value.Fingerprint.Low,
        };
    }
}
