using System.Buffers;
using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using NpsRealtime.Scoring;
using NpsRealtime.Scoring.Engine;
using NpsRealtime.Scoring.Keys;
using NpsRealtime.Scoring.Responses;
using NpsRealtime.Scoring.Tenants;
using NpsRealtime.Web.Access;
using NpsRealtime.Web.Access.Trail;
using NpsRealtime.Web.OpenApi;
using NpsRealtime.Web.Problems;
using NpsRealtime.Web.Telemetry;

namespace NpsRealtime.Web.Responses;

/// <summary>The addresses that take, correct and erase responses.</summary>
public static class ResponsesApi
{
    public static void MapResponses(this IEndpointRouteBuilder endpoints)
    {
        var handlers = ActivatorUtilities.CreateInstance<ResponseEndpoints>(endpoints.ServiceProvider);
        var group = endpoints.MapGroup("/v1/tenants/{tenant}/responses").WithTags("Responses").RequireScope(Scope.Ingest);
        group.MapPost("/", handlers.PostAsync)
            .WithName("SendResponses")
            .WithSummary("Send one response (JSON) or many (NDJSON)")
            .WithDescription("An answer is sent only after the database has committed. Sending the same again after any failure is safe; a single response without an id takes it from Idempotency-Key, or gets a new one, and then a retry counts twice.")
            .WithBody<SentResponse>(BodyForms.Json, BodyForms.Ndjson)
            .WithHeader("Idempotency-Key", "The id of a single response whose body has none.")
            .WithProblems(
                ProblemCatalogue.InvalidResponse, ProblemCatalogue.InvalidParameter, ProblemCatalogue.RequestIncomplete,
                ProblemCatalogue.UnknownTenant, ProblemCatalogue.ResponseConflict, ProblemCatalogue.ResponseErased, ProblemCatalogue.TooMuchWaiting);
        group.MapPut("/{id}", handlers.PutAsync)
            .WithName("PutResponse")
            .WithSummary("Create a response or correct it")
            .WithDescription("Without respondedAt a correction keeps the stored time.")
            .WithBody<SentResponse>(BodyForms.Json)
            .WithProblems(
                ProblemCatalogue.InvalidResponse, ProblemCatalogue.RequestIncomplete, ProblemCatalogue.UnknownTenant,
                ProblemCatalogue.ResponseErased, ProblemCatalogue.TooMuchWaiting);
        group.MapDelete("/{id}", handlers.DeleteAsync)
            .WithName("EraseResponse")
            .WithSummary("Erase a response for good")
            .WithDescription("An unknown id is noted too, so that it can never arrive.")
            .WithProblems(ProblemCatalogue.InvalidResponse, ProblemCatalogue.UnknownTenant, ProblemCatalogue.TooMuchWaiting);
        group.MapDelete("/", handlers.DeleteCustomerAsync)
            .WithMetadata(new Audited()).WithName("EraseCustomer")
            .WithSummary("Erase all responses of a customer")
            .WithProblems(ProblemCatalogue.InvalidParameter, ProblemCatalogue.UnknownTenant);
    }
}

/// <summary>
/// Takes, corrects and erases responses. Nothing is bound by the framework but names from the address: bodies are parsed in the
/// buffers in which they arrive.
/// </summary>
internal sealed class ResponseEndpoints(
    IScoreEngine engine,
    TimeProvider time,
    IOptions<ScoringOptions> scoring,
    IOptions<WebOptions> web,
    IHostApplicationLifetime lifetime)
{
    private const int CustomerIdLengthMax = 200;

    private readonly ResponseReader _reader = new(scoring.Value, time);

    public async Task<Results<ReceiptAnswer, Ok<IngestSummary>, Problem>> PostAsync(
        [Description("The tenant's name.")] string tenant,
        [Description("NDJSON only: correct lets a line replace other content under its id.")] string? existing,
        HttpContext context)
    {
        var form = BodyForms.Of(context.Request, takesNdjson: true, out var problem);
        if (problem is not null)
            return problem;
        if (existing is not (null or "" or "correct") || (existing == "correct" && form != BodyForm.Ndjson))
            return new Problem(ProblemCatalogue.InvalidParameter, "The parameter existing can only be correct, and only for NDJSON; correct one response with PUT.");
        if (await engine.FindTenantAsync(tenant, context.RequestAborted) is not { } known)
            return new Problem(ProblemCatalogue.UnknownTenant);
        if (form == BodyForm.Ndjson)
            return await TakeManyAsync(known, existing == "correct" ? ResponseVerb.Put : ResponseVerb.Post, context);
        var id = context.Request.Headers.TryGetValue("Idempotency-Key", out var header) ? header.ToString() : null;
        var (request, ignored, fault) = await ReadOneAsync(ResponseVerb.Post, id, idIsRoute: false, context);
        if (request is null)
            return fault!;
        var outcome = Noted(await (await AdmitAsync(known, request, context)).Committed);
        return ProblemOf(outcome) is { } refused ? refused : ReceiptOf(request, ignored, outcome);
    }

    public async Task<Results<ReceiptAnswer, Problem>> PutAsync(
        [Description("The tenant's name.")] string tenant, [Description("The response's id.")] string id, HttpContext context)
    {
        BodyForms.Of(context.Request, takesNdjson: false, out var problem);
        if (problem is not null)
            return problem;
        if (await engine.FindTenantAsync(tenant, context.RequestAborted) is not { } known)
            return new Problem(ProblemCatalogue.UnknownTenant);
        var (request, ignored, fault) = await ReadOneAsync(ResponseVerb.Put, RouteId.Of(context), idIsRoute: true, context);
        if (request is null)
            return fault!;
        var outcome = Noted(await (await AdmitAsync(known, request, context)).Committed);
        return ProblemOf(outcome) is { } refused ? refused : ReceiptOf(request, ignored, outcome);
    }

    public async Task<Results<NoContent, Problem>> DeleteAsync(
        [Description("The tenant's name.")] string tenant, [Description("The response's id.")] string id, HttpContext context)
    {
        var sentId = RouteId.Of(context);
        if (ResponseReader.FaultOfId(sentId) is { } fault)
            return Problem.Of(ProblemCatalogue.InvalidResponse, [new ResponseFault("id", fault)]);
        if (await engine.FindTenantAsync(tenant, context.RequestAborted) is not { } known)
            return new Problem(ProblemCatalogue.UnknownTenant);
        var erasure = ResponseRequest.Erasure(sentId, time.GetUtcNow().ToUnixTimeMilliseconds());
        var outcome = Noted(await (await AdmitAsync(known, erasure, context)).Committed);
        return ProblemOf(outcome) is { } problem ? problem : TypedResults.NoContent();
    }

    public async Task<Results<NoContent, Problem>> DeleteCustomerAsync(
        [Description("The tenant's name.")] string tenant,
        [Description("The customer whose responses are erased.")] string? customerId,
        HttpContext context)
    {
        if (customerId is not { Length: > 0 and <= CustomerIdLengthMax } || !WellFormedText.Is(customerId))
            return new Problem(ProblemCatalogue.InvalidParameter, $"The parameter customerId is required and has 1 to {CustomerIdLengthMax} characters.");
        if (await engine.FindTenantAsync(tenant, context.RequestAborted) is not { } known)
            return new Problem(ProblemCatalogue.UnknownTenant);
        TrailCount.Set(context, await engine.EraseCustomerAsync(known, customerId, context.RequestAborted));
        return TypedResults.NoContent();
    }

    private async ValueTask<(ResponseRequest? Request, IReadOnlyList<string>? Ignored, Problem? Fault)> ReadOneAsync(
        ResponseVerb verb, string? id, bool idIsRoute, HttpContext context)
    {
        // The server's own bound cuts the connection while the sender still writes, who may then never read the 413. So what is
        // somewhat too long is read to its end.
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } bound)
            bound.MaxRequestBodySize = 2L * web.Value.RequestBytesMax;
        if (await SmallBody.ReadAsync(context.Request.BodyReader, scoring.Value.ResponseBytesMax, web.Value.RequestBytesMax) is not { } body)
            return (null, null, Problem.Of(ProblemCatalogue.InvalidResponse, [new ResponseFault("$", $"One response is at most {scoring.Value.ResponseBytesMax} bytes.")]));
        var read = body.IsSingleSegment
            ? _reader.Read(body.FirstSpan, verb, id, idIsRoute, makesId: true)
            : _reader.Read(body.ToArray(), verb, id, idIsRoute, makesId: true);
        context.Request.BodyReader.AdvanceTo(body.End);
        if (!read.IsValid)
        {
            WebMeters.Answered("invalid", "single");
            return (null, null, Problem.Of(ProblemCatalogue.InvalidResponse, read.Faults));
        }

        if (read.Request.Verb == ResponseVerb.Delete)
            return (null, null, Problem.Of(ProblemCatalogue.InvalidResponse, [new ResponseFault("erased", "The tombstone of an erased response is taken only in NDJSON; erase a response with DELETE.")]));
        return (read.Request, read.Ignored, null);
    }

    // Its callers await both steps themselves: one more method that waits for the commit would cost each response its state.
    private ValueTask<Admitted> AdmitAsync(Tenant tenant, ResponseRequest request, HttpContext context) =>
        engine.IngestAsync(tenant, [request], Admission.RefuseWhenFull, context.RequestAborted);

    private static ResponseOutcome Noted(ResponseOutcome[] outcomes)
    {
        WebMeters.Answered(OutcomeNames.Of(outcomes[0].Status), "single");
        return outcomes[0];
    }

    private static ReceiptAnswer ReceiptOf(ResponseRequest request, IReadOnlyList<string>? ignored, in ResponseOutcome outcome)
    {
        var position = outcome.HasPosition ? Position.TextOf(outcome.Partition, outcome.Head) : "";
        var receipt = new Receipt(request.Id!, OutcomeNames.Of(outcome.Status), position, ignored);
        return new ReceiptAnswer(outcome.Status == ResponseStatus.Accepted ? 201 : 200, receipt);
    }

    private async Task<Results<ReceiptAnswer, Ok<IngestSummary>, Problem>> TakeManyAsync(Tenant tenant, ResponseVerb verb, HttpContext context)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } bound)
            bound.MaxRequestBodySize = null;
        var ingest = new NdjsonIngest(engine, _reader, web.Value, scoring.Value, tenant, verb, lifetime.ApplicationStopping);
        var cut = await ingest.RunAsync(context.Request.BodyReader);
        var summary = ingest.Tally.Summarise();
        // Never 200 for a part: who looks at the status alone would believe that all of it is in.
        if (ingest.Tally.StoreIsAway)
            return new Problem(ProblemCatalogue.StoreUnavailable) { Committed = summary };
        if (cut is null)
            return TypedResults.Ok(summary);
        var kind = cut is BadHttpRequestException bad ? ProblemMiddleware.OfBadRequest(bad) : ProblemCatalogue.RequestIncomplete;
        return new Problem(kind) { Committed = summary with { Complete = false } };
    }

    private static Problem? ProblemOf(in ResponseOutcome outcome) => outcome.Status switch
    {
        ResponseStatus.Conflict => new Problem(ProblemCatalogue.ResponseConflict),
        ResponseStatus.Gone => new Problem(ProblemCatalogue.ResponseErased),
        ResponseStatus.Refused => new Problem(ProblemCatalogue.InvalidResponse, outcome.Detail),
        ResponseStatus.Overloaded => new Problem(ProblemCatalogue.TooMuchWaiting),
        ResponseStatus.Unavailable => new Problem(ProblemCatalogue.StoreUnavailable),
        _ => null,
    };
}
