using NpsRealtime.Scoring.Responses;

namespace NpsRealtime.Grains.Serialization;

/// <summary>How a <see cref="ResponseRequest"/> travels: slugs as they were made, with the spelling where it differs, and hashes as they were computed.</summary>
[GenerateSerializer, Alias("nps.response-request")]
internal struct ResponseRequestSurrogate
{
    [Id(0)] public int Verb;
    [Id(1)] public string? Id;
    [Id(2)] public int Score;
    [Id(3)] public SlugSurrogate Channel;
    [Id(4)] public SlugSurrogate Touchpoint;
    [Id(5)] public SlugSurrogate[]? Segments;
    [Id(6)] public long RespondedAt;
    [Id(7)] public bool RespondedAtSent;
    [Id(8)] public long AcceptedAt;
    [Id(9)] public string? Comment;
    [Id(10)] public string? CustomerId;
    [Id(11)] public ulong IdHashHigh;
    [Id(12)] public ulong IdHashLow;
    [Id(13)] public ulong FingerprintHigh;
    [Id(14)] public ulong FingerprintLow;
}
