using System.Reflection;
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

    /// <summary>What a cut-off NDJSON body came to before the cut; otherwise null.</summary>
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
