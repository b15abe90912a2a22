using NpsRealtime.Scoring.Keys;
using NpsRealtime.Scoring.Responses;

namespace NpsRealtime.Grains.Serialization;

/// <summary>How a <see cref="ResponseRequest"/> travels: names as they were sent, hashes as they were computed.</summary>
[GenerateSerializer, Alias("nps.response-request")]
internal struct ResponseRequestSurrogate
{
    [Id(0)] public int Verb;
    [Id(1)] public string? Id;
    [Id(2)] public int Score;
    [Id(3)] public string? Channel;
    [Id(4)] public string? Touchpoint;
    [Id(5)] public string?[]? Segments;
    [Id(6)] public long RespondedAt;
    [Id(7)] public bool RespondedAtSent;
    [Id(8)] public long AcceptedAt;
    [Id(9)] public string? Comment;
    [Id(10)] public string? CustomerId;
    [Id(11)] public ulong IdHashHigh;
    [Id(12)] public ulong IdHashLow;
    [Id(13)] public ulong FingerprintHigh;
    [Id(14)] public ulong FingerprintLow;

    /// <summary>The name a slug is made of; null stands for the one that no sender can write.</summary>
    public static string? NameOf(Slug slug) => slug.Text == Slug.Other.Text ? null : slug.Label;

    /// <summary>The slug of a name that was a slug before.</summary>
    public static Slug SlugOf(string? name)
    {
        if (name is null)
            return Slug.Other;
        return Slug.TryCreate(name, out var slug, out var fault)
            ? slug
            : throw new InvalidOperationException($"A name that another node took for good {fault}. Do all nodes run the same version?");
    }
}
