using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using NpsRealtime.Scoring.Engine;
using NpsRealtime.Scoring.Tenants;
using NpsRealtime.Web.Access;
using NpsRealtime.Web.OpenApi;
using NpsRealtime.Web.Problems;
using NpsRealtime.Web.Records;
using NpsRealtime.Web.Responses;
using NpsRealtime.Web.Scores;

namespace NpsRealtime.Web.Annotations;

/// <summary>The addresses of annotations.</summary>
internal static class AnnotationsApi
{
    public static void MapAnnotations(this IEndpointRouteBuilder endpoints)
    {
        var handlers = ActivatorUtilities.CreateInstance<AnnotationEndpoints>(endpoints.ServiceProvider);
        var group = endpoints.MapGroup("/v1/tenants/{tenant}/annotations").WithTags("Annotations");
        group.MapRead("/", handlers.ListAsync).RequireScope(Scope.Read).OpenToLinks(LinkReach.QueryKey)
            .WithName("ListAnnotations").WithSummary("Annotations by time")
            .WithProblems(ProblemCatalogue.InvalidRange, ProblemCatalogue.InvalidKey, ProblemCatalogue.UnknownTenant);
        group.MapRead("/{id}", handlers.GetAsync).RequireScope(Scope.Read)
            .WithName("GetAnnotation").WithSummary("One annotation").WithProblems(ProblemCatalogue.UnknownTenant, ProblemCatalogue.UnknownAnnotation);
        group.MapPost("/", handlers.PostAsync).RequireScope(Scope.Admin)
            .WithName("AddAnnotation").WithSummary("Note something on the trends").WithBody<AnnotationBody>(BodyForms.Json)
            .WithProblems(
                ProblemCatalogue.InvalidAnnotation, ProblemCatalogue.InvalidParameter, ProblemCatalogue.UnknownTenant,
                ProblemCatalogue.TooManyRecords, ProblemCatalogue.VersionConflict);
        group.MapPut("/{id}", handlers.PutAsync).RequireScope(Scope.Admin)
            .WithName("PutAnnotation").WithSummary("Change an annotation").WithBody<AnnotationBody>(BodyForms.Json)
            .WithProblems(
                ProblemCatalogue.InvalidAnnotation, ProblemCatalogue.InvalidParameter, ProblemCatalogue.UnknownTenant,
                ProblemCatalogue.UnknownAnnotation, ProblemCatalogue.VersionConflict);
        group.MapDelete("/{id}", handlers.DeleteAsync).RequireScope(Scope.Admin)
            .WithName("DeleteAnnotation").WithSummary("Delete an annotation").WithProblems(ProblemCatalogue.UnknownTenant, ProblemCatalogue.UnknownAnnotation);
    }
}

/// <summary>Makes, changes, lists and deletes annotations.</summary>
internal sealed class AnnotationEndpoints(IScoreEngine engine, TenantRecordsCache records, Saving saving, TimeProvider time)
{
    private const int BytesMax = 65_536;
    private const int AnnotationsMax = 10_000;

    public async Task<Results<Ok<AnnotationList>, Problem>> ListAsync(
        [Description("The tenant's name.")] string tenant,
        [Description("An RFC 3339 time: only annotations at or after it.")] string? from,
        [Description("An RFC 3339 time: only annotations before it.")] string? to,
        [Description("A score key: only annotations on its trend.")] string? key,
        CancellationToken cancellation)
    {
        if (!TimeRange.TryRead(from, to, out var range, out var problem))
            return problem;
        string? keyText = null;
        if (!string.IsNullOrEmpty(key))
        {
            if (!ScoreQuery.TryKey(key, out var parsed, out problem))
                return problem;
            keyText = parsed.Text;
        }

        if (await engine.FindTenantAsync(tenant, cancellation) is not { } found)
            return new Problem(ProblemCatalogue.UnknownTenant);
        return TypedResults.Ok(new AnnotationList([.. records.Of(found).Annotations
            .Where(annotation => range.Holds(annotation.At)
                && (keyText is null || annotation.Keys.Count == 0 || annotation.Keys.Contains(keyText)))]));
    }

    public async Task<Results<Ok<AnnotationAnswer>, Problem>> GetAsync(
        [Description("The tenant's name.")] string tenant, [Description("The annotation's id.")] string id, HttpContext context)
    {
        if (await engine.FindTenantAsync(tenant, context.RequestAborted) is not { } found)
            return new Problem(ProblemCatalogue.UnknownTenant);
        if (Find(found, id) is not { } annotation)
            return new Problem(ProblemCatalogue.UnknownAnnotation);
        context.Response.Headers.ETag = Saving.Tag(annotation.Version);
        return TypedResults.Ok(annotation);
    }

    public async Task<Results<Created<AnnotationAnswer>, Problem>> PostAsync(
        [Description("The tenant's name.")] string tenant, HttpContext context)
    {
        if (await engine.FindTenantAsync(tenant, context.RequestAborted) is not { } found)
            return new Problem(ProblemCatalogue.UnknownTenant);
        var (answer, problem) = await SaveAsync(found, Guid.CreateVersion7(time.GetUtcNow()).ToString(), context);
        return problem is not null
            ? problem
            : TypedResults.Created($"/v1/tenants/{Uri.EscapeDataString(found.Name)}/annotations/{answer!.Id}", answer);
    }

    public async Task<Results<Ok<AnnotationAnswer>, Problem>> PutAsync(
        [Description("The tenant's name.")] string tenant, [Description("The annotation's id.")] string id, HttpContext context)
    {
        if (await engine.FindTenantAsync(tenant, context.RequestAborted) is not { } found)
            return new Problem(ProblemCatalogue.UnknownTenant);
        if (Find(found, id) is not { } known)
            return new Problem(ProblemCatalogue.UnknownAnnotation);
        var (answer, problem) = await SaveAsync(found, known.Id, context);
        return problem is not null ? problem : TypedResults.Ok(answer!);
    }

    public async Task<Results<NoContent, Problem>> DeleteAsync(
        [Description("The tenant's name.")] string tenant, [Description("The annotation's id.")] string id, CancellationToken cancellation)
    {
        if (await engine.FindTenantAsync(tenant, cancellation) is not { } found)
            return new Problem(ProblemCatalogue.UnknownTenant);
        return Find(found, id) is { } known && await records.DeleteAsync(found, RecordKinds.Annotation, known.Id, cancellation)
            ? TypedResults.NoContent()
            : new Problem(ProblemCatalogue.UnknownAnnotation);
    }

    private AnnotationAnswer? Find(Tenant tenant, string id) => records.Of(tenant).Annotations.FirstOrDefault(annotation => annotation.Id == id);

    private async Task<(AnnotationAnswer? Answer, Problem? Problem)> SaveAsync(Tenant tenant, string id, HttpContext context)
    {
        var (sent, problem) = await BodyReader.ReadAsync(
            context.Request, RecordJson.Default.AnnotationBody, BytesMax, ProblemCatalogue.InvalidAnnotation);
        if (problem is not null)
            return (null, problem);
        if (AnnotationRules.Read(sent!, time.GetUtcNow(), out var faults) is not { } annotation)
            return (null, Problem.Of(ProblemCatalogue.InvalidAnnotation, faults));
        var (version, _, conflict) = await saving.PutAsync(
            context, tenant, RecordKinds.Annotation, id, annotation, RecordJson.Default.AnnotationBody, AnnotationsMax);
        return conflict is not null ? (null, conflict) : (AnnotationAnswer.Of(id, annotation, version!.Value), null);
    }
}
