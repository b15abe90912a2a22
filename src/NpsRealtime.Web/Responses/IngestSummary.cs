using System.Text.Json.Serialization;
using NpsRealtime.Scoring.Engine;
using NpsRealtime.Scoring.Responses;
using NpsRealtime.Web.Problems;
using NpsRealtime.Web.Telemetry;

namespace NpsRealtime.Web.Responses;

/// <summary>What became of an NDJSON body.</summary>
/// <param name="Complete">Whether every line was dealt with: in an answer of 200 always. In a problem's <c>committed</c> it is false: send the body again.</param>
/// <param name="Lines">Lines dealt with, empty ones left out: the sum of the counts that follow.</param>
/// <param name="Accepted">New responses.</param>
/// <param name="Duplicates">Responses that were there, the same as they were sent now.</param>
/// <param name="Corrected">Responses that replaced other content under their id.</param>
/// <param name="Conflicts">Responses refused since other content stands under their id.</param>
/// <param name="Erased">Tombstones taken.</param>
/// <param name="Rejected">Lines refused for another reason.</param>
/// <param name="Errors">The refused lines, the first 1,000 of them.</param>
/// <param name="Ignored">Names of fields that a response does not have, and that were left out, the first 20; absent when there were none.</param>
/// <param name="Position">Pass it as <c>after=</c> to a read that must include everything that was taken.</param>
public sealed record IngestSummary(
    bool Complete,
    long Lines,
    long Accepted,
    long Duplicates,
    long Corrected,
    long Conflicts,
    long Erased,
    long Rejected,
    IReadOnlyList<IngestError> Errors,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyCollection<string>? Ignored,
    string Position);

/// <summary>One line of an NDJSON body that was not taken.</summary>
/// <param name="Line">The line's number in the body, from 1, empty lines included.</param>
/// <param name="Id">The response's id, when it could be read.</param>
/// <param name="Code">The kind of problem, as in <c>invalid-response</c>.</param>
/// <param name="Detail">What is wrong.</param>
public sealed record IngestError(long Line, string? Id, string Code, string Detail);

/// <summary>Counts what became of the lines of one body, batch by batch.</summary>
internal sealed class IngestTally(int listedErrorsMax)
{
    private const int IgnoredMax = 20;

    private readonly List<IngestError> _errors = [];
    private readonly Position _position = new();
    private readonly long[] _byStatus = new long[Enum.GetValues<ResponseStatus>().Length];
    private SortedSet<string>? _ignored;
    private long _invalid;

    /// <summary>Whether a line met a database that was away.</summary>
    public bool StoreIsAway => _byStatus[(int)ResponseStatus.Unavailable] + _byStatus[(int)ResponseStatus.Overloaded] > 0;

    public void Add(IngestBatch batch, IReadOnlyList<ResponseOutcome> outcomes)
    {
        _invalid += batch.Rejected;
        var errors = batch.Errors;
        for (var index = 0; index < outcomes.Count; index++)
        {
            var outcome = outcomes[index];
            _byStatus[(int)outcome.Status]++;
            if (outcome.HasPosition)
                _position.Include(outcome.Partition, outcome.Head);
            if (ErrorOf(outcome) is { } kind)
                errors.Add(new IngestError(batch.RequestLines[index], batch.Requests[index].Id, kind.Code, outcome.Detail ?? kind.Meaning));
        }

        // Faults found while reading and faults found by the engine are listed in the order of the body.
        errors.Sort((left, right) => left.Line.CompareTo(right.Line));
        _errors.AddRange(errors.Take(listedErrorsMax - _errors.Count));
    }

    public IngestSummary Summarise()
    {
        var rejected = _invalid + Count(ResponseStatus.Gone) + Count(ResponseStatus.Refused);
        var counted = new[] { ResponseStatus.Accepted, ResponseStatus.Duplicate, ResponseStatus.Corrected, ResponseStatus.Conflict, ResponseStatus.Erased };
        return new IngestSummary(
            !StoreIsAway,
            rejected + counted.Sum(Count),
            Count(ResponseStatus.Accepted),
            Count(ResponseStatus.Duplicate),
            Count(ResponseStatus.Corrected),
            Count(ResponseStatus.Conflict),
            Count(ResponseStatus.Erased),
            rejected,
            _errors,
            _ignored,
            _position.ToString());
    }

    /// <summary>Notes names of fields that are left out.</summary>
    public void Ignore(IReadOnlyList<string> names)
    {
        _ignored ??= new SortedSet<string>(StringComparer.Ordinal);
        foreach (var name in names)
        {
            if (_ignored.Count < IgnoredMax)
                _ignored.Add(name);
        }
    }

    public void Measure()
    {
        foreach (var status in Enum.GetValues<ResponseStatus>())
            WebMeters.Answered(OutcomeNames.Of(status), "ndjson", Count(status));
        WebMeters.Answered("invalid", "ndjson", _invalid);
    }

    private long Count(ResponseStatus status) => _byStatus[(int)status];

    private static ProblemKind? ErrorOf(in ResponseOutcome outcome) => outcome.Status switch
    {
        ResponseStatus.Conflict => ProblemCatalogue.ResponseConflict,
        ResponseStatus.Gone => ProblemCatalogue.ResponseErased,
        ResponseStatus.Refused => ProblemCatalogue.InvalidResponse,
        _ => null,
    };
}
