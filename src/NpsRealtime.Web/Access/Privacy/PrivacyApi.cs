using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using NpsRealtime.Web.OpenApi;
using NpsRealtime.Web.Problems;
using NpsRealtime.Web.Responses;

namespace NpsRealtime.Web.Access.Privacy;

/// <summary>The addresses of retention and of deleting a tenant.</summary>
public static class PrivacyApi
{
    public static void MapPrivacy(this IEndpointRouteBuilder endpoints)
    {
        var handlers = ActivatorUtilities.CreateInstance<PrivacyEndpoints>(endpoints.ServiceProvider);
        var group = endpoints.MapGroup("/v1/tenants/{tenant}").WithTags("Privacy");
        group.MapRead("/retention", handlers.GetAsync)
            .WithName("GetRetention").WithSummary("How long comments and customer ids are kept").RequireScope(Scope.Admin).WithProblems(ProblemCatalogue.UnknownTenant);
        group.MapPut("/retention", handlers.PutAsync)
            .WithName("PutRetention").WithSummary("Keep comments and customer ids only so long; scores stay").RequireScope(Scope.Admin)
            .WithBody<RetentionSettings>(BodyForms.Json)
            .WithProblems(ProblemCatalogue.InvalidBody, ProblemCatalogue.UnknownTenant);
        group.MapDelete("/", handlers.DeleteAsync)
            .WithName("DeleteTenant").WithSummary("Delete a tenant with everything it has; its name can be made anew").RequireScope(Scope.Platform)
            .WithProblems(ProblemCatalogue.UnknownTenant);
    }
}
