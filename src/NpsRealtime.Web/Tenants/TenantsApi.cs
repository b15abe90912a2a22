using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using NpsRealtime.Web.Access;
using NpsRealtime.Web.Access.Trail;
using NpsRealtime.Web.OpenApi;
using NpsRealtime.Web.Problems;
using NpsRealtime.Web.Responses;

namespace NpsRealtime.Web.Tenants;

/// <summary>The addresses of tenants.</summary>
public static class TenantsApi
{
    public static void MapTenants(this IEndpointRouteBuilder endpoints)
    {
        var handlers = ActivatorUtilities.CreateInstance<TenantEndpoints>(endpoints.ServiceProvider);
        var group = endpoints.MapGroup("/v1/tenants").WithTags("Tenants");
        group.MapRead("/", (Delegate)handlers.ListAsync)
            .RequireScope(Scope.Read).WithName("ListTenants").WithSummary("All tenants that the key reaches").WithProblems();
        group.MapRead("/{tenant}", handlers.GetAsync)
            .RequireScope(Scope.Read).OpenToLinks(LinkReach.Tenant).WithName("GetTenant").WithSummary("One tenant").WithProblems(ProblemCatalogue.UnknownTenant);
        group.MapPut("/{tenant}", handlers.PutAsync)
            .RequireScope(Scope.Platform).WithName("PutTenant").WithSummary("Make a tenant, or change one")
            .WithDescription("The body may be left out. The time zone can't change once there are responses.")
            .WithBody<TenantSettings>(BodyForms.Json)
            .WithProblems(ProblemCatalogue.InvalidTenant, ProblemCatalogue.TimeZoneFixed, ProblemCatalogue.IdKeyFixed);
        group.MapGet("/{tenant}/export", handlers.ExportAsync)
            .RequireScope(Scope.Admin).WithMetadata(new Audited()).WithName("ExportTenant").WithSummary("Everything of a tenant as NDJSON, tombstones included")
            .WithDescription("The first line is the tenant with its id key, which is a secret; each following line can be sent as it is to the responses of another installation's tenant.")
            .WithProblems(ProblemCatalogue.UnknownTenant);
        group.MapRead("/{tenant}/audit", handlers.AuditAsync)
            .RequireScope(Scope.Admin).WithName("AuditTenant").WithSummary("Recount the responses against the tallies")
            .WithProblems(ProblemCatalogue.UnknownTenant);
    }
}
