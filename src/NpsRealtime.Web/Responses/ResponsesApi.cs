using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using NpsRealtime.Web.Access;
using NpsRealtime.Web.Access.Trail;
using NpsRealtime.Web.OpenApi;
using NpsRealtime.Web.Problems;

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
