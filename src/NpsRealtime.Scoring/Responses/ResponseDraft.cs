using System.Globalization;
using NpsRealtime.Scoring.Keys;
using NpsRealtime.Scoring.Windows;

namespace NpsRealtime.Scoring.Responses;

/// <summary>
/// A response while it is being read: its fields so far, and what is wrong with them. One is kept for each thread, since lines
/// are read by the hundred thousand a second.
/// </summary>
internal sealed class ResponseDraft(ScoringOptions limits)
{
    /// <summary>About how much memory a request takes besides its text, in bytes.</summary>
    internal const int MemoryOverheadBytes = 400;

    private const int CustomerIdLengthMax = 200;
    private const int FaultsMax = 32;
    private const int IgnoredMax = 10;
    private const int IgnoredLengthMax = 64;

    private readonly List<Segment> _segments = [];
    private List<ResponseFault>? _faults;
    private List<string>? _ignored;
    private DateTimeOffset _now;
    private Fields _seen;
    private bool _isCutShort;

    [Flags]
    internal enum Fields
    {
        None = 0,
        Id = 1,
        Score = 2,
        Channel = 4,
        Touchpoint = 8,
        RespondedAt = 16,
        Segments = 32,
        Comment = 64,
        CustomerId = 128,
        IdHash = 256,
        Erased = 512,
        RespondedAtStamped = 1_024,
    }

    /// <summary>The field that is being read, for a fault that the JSON reader finds in it; <c>$</c> between fields.</summary>
    public string FieldBeingRead { get; set; } = "$";

    public bool HasFaults => _faults is not null;

    public string? Id { get; set; }

    public int? Score { get; set; }

    public Slug? Channel { get; set; }

    public Slug? Touchpoint { get; set; }

    public DateTimeOffset? RespondedAt { get; set; }

    public bool RespondedAtStamped { get; set; }

    public string? Comment { get; set; }

    public string? CustomerId { get; set; }

    public bool IsErased { get; set; }

    public string? IdHashText { get; set; }

    public static Fields FieldOf(string name) => name switch
    {
        "id" => Fields.Id,
        "channel" => Fields.Channel,
        "touchpoint" => Fields.Touchpoint,
        "comment" => Fields.Comment,
        "customerId" => Fields.CustomerId,
        "erased" => Fields.Erased,
        "respondedAtStamped" => Fields.RespondedAtStamped,
        _ => Fields.IdHash,
    };

    /// <summary>Whose limits apply.</summary>
    public ScoringOptions Limits => limits;

    /// <summary>Forgets everything, for the next response.</summary>
    public void Begin(DateTimeOffset now)
    {
        _now = now;
        _faults = null;
        _ignored = null;
        _segments.Clear();
        _seen = Fields.None;
        _isCutShort = false;
        FieldBeingRead = "$";
        (Id, Score, Channel, Touchpoint, RespondedAt) = (null, null, null, null, null);
        (RespondedAtStamped, IsErased) = (false, false);
        (Comment, CustomerId, IdHashText) = (null, null, null);
    }

    /// <summary>Notes a fault. Those beyond a bound are dropped: a small body can hold thousands, and the answer would dwarf it.</summary>
    public void Fault(string field, string detail)
    {
        _faults ??= [];
        if (_faults.Count < FaultsMax)
            _faults.Add(new ResponseFault(field, detail));
    }

    /// <summary>Notes the name of a field that is left out.</summary>
    public void Ignore(string name)
    {
        _ignored ??= [];
        if (_ignored.Count < IgnoredMax)
            _ignored.Add(name.Length > IgnoredLengthMax ? name[..IgnoredLengthMax] : name);
    }

    /// <summary>Notes a fault after which nothing more can be read, so that what was not reached is not called missing.</summary>
    public void CutShort(string field, string detail)
    {
        _isCutShort = true;
        Fault(field, detail);
    }

    /// <summary>Notes that a field appeared; one that appears twice is a fault, since readers differ on which one counts.</summary>
    public void Seen(Fields field, string name)
    {
        FieldBeingRead = name;
        if ((_seen & field) != 0)
            Fault(name, $"{name} appears twice.");
        _seen |= field;
    }

    public void AddSegment(Slug? name, Slug? value)
    {
        if (name is not null && value is not null)
            _segments.Add(new Segment(name, value));
    }

    /// <summary>Checks the whole and makes the request.</summary>
    public ResponseRead Finish(ResponseVerb verb, string? givenId, bool idIsRoute, int bytes)
    {
        if (IsErased && _faults is null)
            return FinishTombstone(givenId);
        if (!_isCutShort)
            CheckFields(givenId, idIsRoute);
        if (_faults is not null)
            return new ResponseRead(null, ReportableId(idIsRoute ? givenId : Id), _faults);
        var request = new ResponseRequest
        {
            Verb = verb,
            Id = idIsRoute ? givenId : Id ?? givenId,
            Score = Score!.Value,
            Channel = Channel!,
            Touchpoint = Touchpoint!,
            Segments = SortedSegments(),
            RespondedAtMilliseconds = (RespondedAt ?? _now).ToUnixTimeMilliseconds(),
            RespondedAtSent = RespondedAt is not null && !RespondedAtStamped,
            AcceptedAtMilliseconds = _now.ToUnixTimeMilliseconds(),
            Comment = string.IsNullOrEmpty(Comment) ? null : Comment,
            CustomerId = CustomerId,
            WaitingBytes = bytes + MemoryOverheadBytes,
        };
        return new ResponseRead(request, request.Id, []) { Ignored = _ignored };
    }

    private ResponseRead FinishTombstone(string? givenId)
    {
        if (givenId is not null)
        {
            // Otherwise a request about one response would erase another.
            Fault("erased", "A tombstone has no id: it is sent as a line of an NDJSON body. To erase a response, DELETE it.");
            return new ResponseRead(null, ReportableId(givenId), _faults!);
        }

        var bytes = IdHashText is { Length: 2 * IdHash.Bytes } && IdHashText.All(char.IsAsciiHexDigit)
            ? Convert.FromHexString(IdHashText)
            : null;
        if (bytes is not null)
            return new ResponseRead(ResponseRequest.Erasure(IdHash.Read(bytes), _now.ToUnixTimeMilliseconds()), null, []);
        Fault("idHash", "The tombstone of an erased response has an idHash of 32 hexadecimal digits.");
        return new ResponseRead(null, null, _faults!);
    }

    private void CheckFields(string? givenId, bool idIsRoute)
    {
        if (idIsRoute && Id is not null && Id != givenId)
            Fault("id", "The body names another id than the address.");
        if ((idIsRoute ? givenId : Id ?? givenId) is not { } id || ResponseReader.FaultOfId(id) is not null)
            Fault("id", ResponseReader.FaultOfId(idIsRoute ? givenId : Id ?? givenId)!);
        if ((_seen & Fields.Score) == 0)
            Fault("score", "score is required: a whole number from 0 to 10.");
        if ((_seen & Fields.Channel) == 0)
            Fault("channel", "channel is required.");
        if ((_seen & Fields.Touchpoint) == 0)
            Fault("touchpoint", "touchpoint is required.");
        if (Comment?.Length > limits.CommentLengthMax)
            Fault("comment", $"comment is longer than {limits.CommentLengthMax} characters.");
        if (CustomerId is { Length: 0 or > CustomerIdLengthMax })
            Fault("customerId", $"customerId has 1 to {CustomerIdLengthMax} characters.");
        CheckTime();
        CheckSegments();
    }

    private void CheckTime()
    {
        if (RespondedAt is not { } at)
            return;
        if (at > _now.AddMinutes(MinuteSpan.AheadMinutes))
            Fault("respondedAt", $"respondedAt is more than {MinuteSpan.AheadMinutes} minutes ahead of the server's clock ({_now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)}).");
        else if (at < DateTimeOffset.UnixEpoch)
            Fault("respondedAt", "respondedAt is before 1970-01-01T00:00:00Z.");
    }

    private void CheckSegments()
    {
        if (_segments.Count > limits.SegmentsMax)
            Fault("segments", $"A response has at most {limits.SegmentsMax} segments; this one has {_segments.Count}.");
        if (_segments.Count < 2)
            return;
        _segments.Sort(static (left, right) => string.CompareOrdinal(left.Name.Text, right.Name.Text));
        for (var index = 1; index < _segments.Count; index++)
        {
            if (_segments[index].Name.Equals(_segments[index - 1].Name))
                Fault("segments", $"The segment {_segments[index].Name.Text} appears twice.");
        }
    }

    private Segment[] SortedSegments() => _segments.ToArray();

    private static string? ReportableId(string? id) => ResponseReader.FaultOfId(id) is null ? id : null;
}
