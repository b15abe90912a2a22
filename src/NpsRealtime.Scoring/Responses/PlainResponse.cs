using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Unicode;
using NpsRealtime.Scoring.Keys;
using NpsRealtime.Scoring.Windows;

namespace NpsRealtime.Scoring.Responses;

/// <summary>
/// Reads a response in the plain form in which nearly every one is sent: the usual fields, each once and of its type, and no escapes;
/// in one pass over its bytes, without a string but those that are kept. It refuses nothing: whatever is not plain, faults among it, it
/// leaves to the <see cref="ResponseReader"/>, which knows all of JSON and names every fault.
/// </summary>
internal ref struct PlainResponse
{
    private const int CustomerIdLengthMax = 200;
    private const int SegmentsMax = 8;
    private const int MillisecondsPerMinute = 60_000;

    // What ends the plain part of a string: its quote, an escape, or a control character, which JSON forbids.
    private static readonly SearchValues<byte> StringEnds =
        SearchValues.Create([(byte)'"', (byte)'\\', .. Enumerable.Range(0, ' ').Select(value => (byte)value)]);

    private readonly ReadOnlySpan<byte> _json;
    private int _at;
    private ResponseDraft.Fields _seen;
    private string? _id;
    private int _score;
    private Slug? _channel;
    private Slug? _touchpoint;
    private long? _respondedAt;
    private string? _comment;
    private string? _customerId;
    private Segments _segments;
    private int _segmentCount;

    private PlainResponse(ReadOnlySpan<byte> json) => _json = json;

    /// <summary>The request; null when the response is not plain.</summary>
    /// <param name="json">The response.</param>
    /// <param name="verb">What the sender asks for.</param>
    /// <param name="limits">What is allowed.</param>
    /// <param name="nowMilliseconds">The server's time.</param>
    public static ResponseRequest? Read(ReadOnlySpan<byte> json, ResponseVerb verb, ScoringOptions limits, long nowMilliseconds)
    {
        if (!Utf8.IsValid(json))
            return null;
        var plain = new PlainResponse(json);
        return plain.ReadObject() && plain.IsWithin(limits, nowMilliseconds) ? plain.Request(verb, nowMilliseconds) : null;
    }

    private readonly bool IsWithin(ScoringOptions limits, long now) =>
        _id is not null && _channel is not null && _touchpoint is not null && _seen.HasFlag(ResponseDraft.Fields.Score)
        && (_respondedAt is not { } at || (at >= 0 && at < now + (MinuteSpan.AheadMinutes * (long)MillisecondsPerMinute)))
        && !(_comment?.Length > limits.CommentLengthMax)
        && _segmentCount <= limits.SegmentsMax;

    private readonly ResponseRequest Request(ResponseVerb verb, long now) => new()
    {
        Verb = verb,
        Id = _id,
        Score = _score,
        Channel = _channel!,
        Touchpoint = _touchpoint!,
        Segments = _segmentCount == 0 ? [] : ((ReadOnlySpan<Segment>)_segments)[.._segmentCount].ToArray(),
        RespondedAtMilliseconds = _respondedAt ?? now,
        RespondedAtSent = _respondedAt is not null,
        AcceptedAtMilliseconds = now,
        Comment = _comment,
        CustomerId = _customerId,
        WaitingBytes = _json.Length + ResponseDraft.MemoryOverheadBytes,
    };

    private bool ReadObject()
    {
        if (!Take((byte)'{'))
            return false;
        do
        {
            if (!TryReadText(out var name) || !Take((byte)':') || !ReadField(name))
                return false;
        }
        while (Take((byte)','));
        return Take((byte)'}') && IsAtEnd();
    }

    private bool ReadField(ReadOnlySpan<byte> name)
    {
        if (name.SequenceEqual("id"u8))
            return IsFirst(ResponseDraft.Fields.Id) && ReadId();
        if (name.SequenceEqual("score"u8))
            return IsFirst(ResponseDraft.Fields.Score) && ReadScore();
        if (name.SequenceEqual("channel"u8))
            return IsFirst(ResponseDraft.Fields.Channel) && TryReadSlug(out _channel);
        if (name.SequenceEqual("touchpoint"u8))
            return IsFirst(ResponseDraft.Fields.Touchpoint) && TryReadSlug(out _touchpoint);
        if (name.SequenceEqual("respondedAt"u8))
            return IsFirst(ResponseDraft.Fields.RespondedAt) && ReadRespondedAt();
        if (name.SequenceEqual("segments"u8))
            return IsFirst(ResponseDraft.Fields.Segments) && ReadSegments();
        if (name.SequenceEqual("comment"u8))
            return IsFirst(ResponseDraft.Fields.Comment) && ReadComment();
        return name.SequenceEqual("customerId"u8) && IsFirst(ResponseDraft.Fields.CustomerId) && ReadCustomerId();
    }

    private bool IsFirst(ResponseDraft.Fields field)
    {
        var isFirst = (_seen & field) == 0;
        _seen |= field;
        return isFirst;
    }

    private bool ReadId()
    {
        if (!TryReadText(out var text) || text.Length > ResponseReader.IdLengthMax || text.ContainsAnyExceptInRange((byte)'!', (byte)'~'))
            return false;
        _id = Encoding.ASCII.GetString(text);
        return ResponseReader.FaultOfId(_id) is null;
    }

    private bool ReadScore()
    {
        SkipSpace();
        var digits = 0;
        for (; digits < 3 && _at < _json.Length && char.IsAsciiDigit((char)_json[_at]); digits++, _at++)
            _score = (10 * _score) + _json[_at] - '0';

        // No leading zero, and no point or exponent: what follows must end the number, or the object is not plain.
        return digits > 0 && _score <= 10 && digits == (_score == 10 ? 2 : 1);
    }

    private bool TryReadSlug(out Slug? slug)
    {
        slug = TryReadText(out var text) ? SlugBytes.Find(text) : null;
        return slug is not null;
    }

    private bool ReadRespondedAt()
    {
        if (!TryReadText(out var text) || !Rfc3339.TryRead(text, out var milliseconds))
            return false;
        _respondedAt = milliseconds;
        return true;
    }

    private bool ReadComment()
    {
        if (!TryReadText(out var text))
            return false;
        _comment = text.IsEmpty ? null : Encoding.UTF8.GetString(text);
        return true;
    }

    private bool ReadCustomerId()
    {
        if (!TryReadText(out var text) || text.IsEmpty || text.Length > CustomerIdLengthMax)
            return false;
        _customerId = Encoding.UTF8.GetString(text);
        return true;
    }

    private bool ReadSegments()
    {
        if (!Take((byte)'{'))
            return false;
        if (Take((byte)'}'))
            return true;
        do
        {
            if (!TryReadSlug(out var name) || !Take((byte)':') || !TryReadSlug(out var value) || !AddSegment(name!, value!))
                return false;
        }
        while (Take((byte)','));
        return Take((byte)'}');
    }

    /// <summary>Puts a segment in its place by name.</summary>
    private bool AddSegment(Slug name, Slug value)
    {
        if (_segmentCount == SegmentsMax)
            return false;
        var place = _segmentCount++;
        for (; place > 0; place--)
        {
            var order = string.CompareOrdinal(_segments[place - 1].Name.Text, name.Text);
            if (order == 0)
                return false;
            if (order < 0)
                break;
            _segments[place] = _segments[place - 1];
        }

        _segments[place] = new Segment(name, value);
        return true;
    }

    private bool TryReadText(out ReadOnlySpan<byte> text)
    {
        text = default;
        if (!Take((byte)'"'))
            return false;
        var rest = _json[_at..];
        var length = rest.IndexOfAny(StringEnds);
        if (length < 0 || rest[length] != '"')
            return false;
        text = rest[..length];
        _at += length + 1;
        return true;
    }

    private bool Take(byte expected)
    {
        SkipSpace();
        if (_at == _json.Length || _json[_at] != expected)
            return false;
        _at++;
        return true;
    }

    private bool IsAtEnd()
    {
        SkipSpace();
        return _at == _json.Length;
    }

    private void SkipSpace()
    {
        while (_at < _json.Length && _json[_at] is (byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\r')
            _at++;
    }

    [InlineArray(SegmentsMax)]
    private struct Segments
    {
        private Segment _first;
    }
}
