using System.Text.Json.Serialization;
using NpsRealtime.Scoring.Responses;
using NpsRealtime.Web.Responses;

namespace NpsRealtime.Web.Problems;

/// <summary>The body of a problem, as RFC 9457 writes it.</summary>
/// <param name="Type">The address of the page that explains this kind of problem.</param>
/// <param name="Title">What is wrong, in a few words.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Detail">What is wrong with this request.</param>
/// <param name="Faults">The fields that are wrong, when the problem is about fields.</param>
/// <param name="Committed">For a body that was cut off: what was taken before the cut.</param>
public sealed record ProblemBody(
    string Type,
    string Title,
    int Status,
    string Detail,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<ResponseFault>? Faults,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IngestSummary? Committed);
