using System.Reflection;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using NpsRealtime.Scoring.Responses;
using NpsRealtime.Web.Json;
using NpsRealtime.Web.Responses;
using NpsRealtime.Web.Telemetry;

namespace NpsRealtime.Web.Problems;

/// <summary>An answer that reports a problem, as RFC 9457 writes it.</summary>
public sealed class Problem : IResult, IStatusCodeHttpResult, IEndpointMetadataProvider
{
    public Problem(ProblemKind kind, string? detail = null, IReadOnlyList<ResponseFault>? faults = null)
    {
        Kind = kind;
        Detail = detail ?? kind.Meaning;
        Faults = faults;
    }

    public ProblemKind Kind { get; }

    /// <summary>What is wrong with this request. Never echoes comments or customer ids.</summary>
    public string Detail { get; }

    /// <summary>The fields that are wrong; null when the problem is not about fields.</summary>
    public IReadOnlyList<ResponseFault>? Faults { get; }

    /// <summary>What an NDJSON body came to before it was cut off, or the database went away; otherwise null.</summary>
    public IngestSummary? Committed { get; init; }

    public int? StatusCode => Kind.Status;

    /// <summary>Reports faults; the detail is all of them in one line.</summary>
    public static Problem Of(ProblemKind kind, IReadOnlyList<ResponseFault> faults) =>
        new(kind, string.Join(' ', faults.Select(fault => fault.Detail)), faults);

    public Task ExecuteAsync(HttpContext httpContext)
    {
        // Senders whose client library retries by itself wait a second rather than hammering.
        if (Kind.Status is 429 or 503 && httpContext.Response.Headers.RetryAfter.Count == 0)
            httpContext.Response.Headers.RetryAfter = "1";
        if (Kind.Status == 401)
            httpContext.Response.Headers.WWWAuthenticate = "Bearer";
        WebMeters.Refused(Kind);
        var body = new ProblemBody(Kind.Type, Kind.Title, Kind.Status, Detail, Faults, Committed);
        return JsonAnswer.WriteAsync(
            httpContext.Response, Kind.Status, body, WebJson.Default.ProblemBody, "application/problem+json");
    }

    /// <summary>Statuses are declared where a route is mapped, with <c>WithProblems</c>; the type alone does not know them.</summary>
    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder)
    {
    }
}

/// <summary>One kind of problem that an answer may report.</summary>
/// <param name="Code">The last part of the problem's <c>type</c>, and the code in NDJSON answers and hub errors.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Title">What is wrong, in a few words.</param>
/// <param name="Meaning">What it means, for the page that explains it.</param>
/// <param name="Advice">What to do about it.</param>
public sealed record ProblemKind(string Code, int Status, string Title, string Meaning, string Advice)
{
    /// <summary>The problem's <c>type</c>: the address of the page that explains it.</summary>
    public string Type => "/problems/" + Code;
}

/// <summary>The body of a problem, as RFC 9457 writes it.</summary>
/// <param name="Type">The address of the page that explains this kind of problem.</param>
/// <param name="Title">What is wrong, in a few words.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Detail">What is wrong with this request.</param>
/// <param name="Faults">The fields that are wrong, when the problem is about fields.</param>
/// <param name="Committed">For an NDJSON body that was cut off, or met a database that went away: what was taken before.</param>
public sealed record ProblemBody(
    string Type,
    string Title,
    int Status,
    string Detail,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<ResponseFault>? Faults,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IngestSummary? Committed);
