using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using NpsRealtime.Web.Access;
using NpsRealtime.Web.OpenApi;
using NpsRealtime.Web.Problems;
using NpsRealtime.Web.Responses;

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
