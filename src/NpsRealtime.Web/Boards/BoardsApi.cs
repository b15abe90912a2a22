using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using NpsRealtime.Web.Access;
using NpsRealtime.Web.OpenApi;
using NpsRealtime.Web.Problems;
using NpsRealtime.Web.Responses;

namespace NpsRealtime.Web.Boards;

/// <summary>The addresses of boards: saved configurations of screens.</summary>
internal static class BoardsApi
{
    public static void MapBoards(this IEndpointRouteBuilder endpoints)
    {
        var handlers = ActivatorUtilities.CreateInstance<BoardEndpoints>(endpoints.ServiceProvider);
        var group = endpoints.MapGroup("/v1/tenants/{tenant}/boards").WithTags("Boards");
        group.MapRead("/", handlers.ListAsync).RequireScope(Scope.Read)
            .WithName("ListBoards").WithSummary("A tenant's boards by id").WithProblems(ProblemCatalogue.UnknownTenant);
        group.MapRead("/{id}", handlers.GetAsync).RequireScope(Scope.Read).OpenToLinks(LinkReach.RouteBoard)
            .WithName("GetBoard").WithSummary("One board").WithProblems(ProblemCatalogue.UnknownTenant, ProblemCatalogue.UnknownBoard);
        group.MapPut("/{id}", handlers.PutAsync).RequireScope(Scope.Admin)
            .WithName("PutBoard").WithSummary("Save a board")
            .WithDescription("A JSON object of at most 64 KiB with a name. Whatever is called key or window in it must be one; the rest is kept as it is. With If-Match somebody else's change is not written over.")
            .WithBody<JsonElement>(BodyForms.Json)
            .WithProblems(
                ProblemCatalogue.InvalidBoard, ProblemCatalogue.InvalidParameter, ProblemCatalogue.UnknownTenant, ProblemCatalogue.TooManyRecords,
                ProblemCatalogue.VersionConflict);
        group.MapDelete("/{id}", handlers.DeleteAsync).RequireScope(Scope.Admin)
            .WithName("DeleteBoard").WithSummary("Delete a board").WithProblems(ProblemCatalogue.UnknownTenant, ProblemCatalogue.UnknownBoard);
    }
}
