using System.ComponentModel;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using NpsRealtime.Scoring.Engine;
using NpsRealtime.Scoring.Keys;
using NpsRealtime.Scoring.Responses;
using NpsRealtime.Scoring.Store;
using NpsRealtime.Scoring.Store.Records;
using NpsRealtime.Web.Access;
using NpsRealtime.Web.OpenApi;
using NpsRealtime.Web.Problems;
using NpsRealtime.Web.Records;
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
            .WithDescription("At most 64 KiB. With If-Match somebody else's change is not written over.")
            .WithBody<BoardBody>(BodyForms.Json)
            .WithProblems(
                ProblemCatalogue.InvalidBoard, ProblemCatalogue.InvalidParameter, ProblemCatalogue.UnknownTenant, ProblemCatalogue.TooManyRecords,
                ProblemCatalogue.VersionConflict);
        group.MapDelete("/{id}", handlers.DeleteAsync).RequireScope(Scope.Admin)
            .WithName("DeleteBoard").WithSummary("Delete a board").WithProblems(ProblemCatalogue.UnknownTenant, ProblemCatalogue.UnknownBoard);
    }
}

/// <summary>Saves, reads, lists and deletes boards.</summary>
internal sealed class BoardEndpoints(IScoreEngine engine, IRecordStore records, Saving saving)
{
    private const int BytesMax = 65_536;
    private const int BoardsMax = 1_000;

    public async Task<Results<Ok<BoardList>, Problem>> ListAsync(
        [Description("The tenant's name.")] string tenant, CancellationToken cancellation)
    {
        if (await engine.FindTenantAsync(tenant, cancellation) is not { } found)
            return new Problem(ProblemCatalogue.UnknownTenant);
        var boards = await records.ListAsync(found.Id, RecordKinds.Board, cancellation);
        return TypedResults.Ok(new BoardList([.. boards.Select(board => new BoardEntry(board.Id, NameOf(board), board.Version))]));
    }

    public async Task<Results<Ok<BoardAnswer>, Problem>> GetAsync(
        [Description("The tenant's name.")] string tenant, [Description("The board's id.")] string id, HttpContext context)
    {
        if (await engine.FindTenantAsync(tenant, context.RequestAborted) is not { } found)
            return new Problem(ProblemCatalogue.UnknownTenant);
        if (!Slug.TryCreate(id, out var slug, out _)
            || await records.GetAsync(found.Id, RecordKinds.Board, slug.Text, context.RequestAborted) is not { } record)
            return new Problem(ProblemCatalogue.UnknownBoard);
        context.Response.Headers.ETag = Saving.Tag(record.Version);
        return TypedResults.Ok(new BoardAnswer(record.Id, record.Version, Parsed(record)));
    }

    public async Task<Results<Created<BoardAnswer>, Ok<BoardAnswer>, Problem>> PutAsync(
        [Description("The tenant's name.")] string tenant, [Description("The board's id, a slug.")] string id, HttpContext context)
    {
        if (await engine.FindTenantAsync(tenant, context.RequestAborted) is not { } found)
            return new Problem(ProblemCatalogue.UnknownTenant);
        if (!Slug.TryCreate(id, out var slug, out var fault))
            return Problem.Of(ProblemCatalogue.InvalidBoard, [new ResponseFault("id", $"The board's id {fault}.")]);
        var (board, problem) = await BodyReader.ReadAsync(context.Request, RecordJson.Default.BoardBody, BytesMax, ProblemCatalogue.InvalidBoard);
        if (problem is not null)
            return problem;
        if (BoardRules.Check(board!) is { Count: > 0 } faults)
            return Problem.Of(ProblemCatalogue.InvalidBoard, faults);
        var (version, isNew, conflict) = await saving.PutAsync(
            context, found, RecordKinds.Board, slug.Text, board!, RecordJson.Default.BoardBody, BoardsMax);
        if (conflict is not null)
            return conflict;
        var answer = new BoardAnswer(slug.Text, version!.Value, board!);
        return isNew
            ? TypedResults.Created($"/v1/tenants/{Uri.EscapeDataString(found.Name)}/boards/{Uri.EscapeDataString(slug.Text)}", answer)
            : TypedResults.Ok(answer);
    }

    public async Task<Results<NoContent, Problem>> DeleteAsync(
        [Description("The tenant's name.")] string tenant, [Description("The board's id.")] string id, CancellationToken cancellation)
    {
        if (await engine.FindTenantAsync(tenant, cancellation) is not { } found)
            return new Problem(ProblemCatalogue.UnknownTenant);
        return Slug.TryCreate(id, out var slug, out _) && await records.DeleteAsync(found.Id, RecordKinds.Board, slug.Text, cancellation)
            ? TypedResults.NoContent()
            : new Problem(ProblemCatalogue.UnknownBoard);
    }

    private static string NameOf(StoredRecord record) => Parsed(record).Name ?? record.Id;

    private static BoardBody Parsed(StoredRecord record) => JsonSerializer.Deserialize(record.Body, RecordJson.Default.BoardBody)!;
}
