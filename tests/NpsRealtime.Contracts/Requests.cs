using NpsRealtime.Scoring.Keys;
using NpsRealtime.Scoring.Responses;

namespace NpsRealtime.Contracts;

/// <summary>Requests as the reader would have made them, one line each.</summary>
public static class Requests
{
    /// <summary>When everything in these tests happens that does not say otherwise.</summary>
    public static readonly DateTimeOffset Now = new(2026, 11, 22, 10, 15, 20, TimeSpan.Zero);

    /// <summary>A POST that gives its time, unless <paramref name="isStamped"/>: then the server's clock gave it.</summary>
    public static ResponseRequest Post(
        string id,
        int score,
        DateTimeOffset? at = null,
        string channel = "web",
        string touchpoint = "checkout",
        string? comment = null,
        string? customerId = null,
        (string Name, string Value)[]? segments = null,
        bool isStamped = false,
        ResponseVerb verb = ResponseVerb.Post) => new()
        {
            Verb = verb,
            Id = id,
            Score = score,
            Channel = SlugOf(channel),
            Touchpoint = SlugOf(touchpoint),
            Segments = [.. (segments ?? []).Select(segment => new Segment(SlugOf(segment.Name), SlugOf(segment.Value)))
                .OrderBy(segment => segment.Name.Text, StringComparer.Ordinal)],
            RespondedAtMilliseconds = (at ?? Now).ToUnixTimeMilliseconds(),
            RespondedAtSent = !isStamped,
            AcceptedAtMilliseconds = Now.AddSeconds(1).ToUnixTimeMilliseconds(),
            Comment = comment,
            CustomerId = customerId,
            WaitingBytes = 512 + (comment?.Length ?? 0),
        };

    /// <summary>A PUT that gives its time, unless <paramref name="isStamped"/>.</summary>
    public static ResponseRequest Put(
        string id,
        int score,
        DateTimeOffset? at = null,
        string channel = "web",
        string touchpoint = "checkout",
        string? comment = null,
        (string Name, string Value)[]? segments = null,
        bool isStamped = false) =>
        Post(id, score, at, channel, touchpoint, comment, null, segments, isStamped, ResponseVerb.Put);

    /// <summary>A DELETE.</summary>
    public static ResponseRequest Delete(string id) => ResponseRequest.Erasure(id, Now.AddSeconds(2).ToUnixTimeMilliseconds());

    /// <summary>The slug of a name that is fine.</summary>
    public static Slug SlugOf(string name) =>
        Slug.TryCreate(name, out var slug, out var fault) ? slug : throw new ArgumentException($"{name} {fault}.", nameof(name));

    /// <summary>The key of a text that is fine.</summary>
    public static ScoreKey KeyOf(string text) =>
        ScoreKey.TryParse(text, out var key, out var fault) ? key : throw new ArgumentException(fault, nameof(text));
}
