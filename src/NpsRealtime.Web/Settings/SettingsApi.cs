using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using NpsRealtime.Web.Access;
using NpsRealtime.Web.OpenApi;
using NpsRealtime.Web.Problems;
using NpsRealtime.Web.Responses;

namespace NpsRealtime.Web.Settings;

/// <summary>The addresses of a tenant's settings.</summary>
internal static class SettingsApi
{
    public static void MapSettings(this IEndpointRouteBuilder endpoints)
    {
        var handlers = ActivatorUtilities.CreateInstance<SettingsEndpoints>(endpoints.ServiceProvider);
        var group = endpoints.MapGroup("/v1/tenants/{tenant}/settings").WithTags("Settings");
        group.MapRead("/", handlers.GetAsync).RequireScope(Scope.Read).OpenToLinks(LinkReach.Tenant)
            .WithName("GetSettings").WithSummary("A tenant's settings, defaults filled in").WithProblems(ProblemCatalogue.UnknownTenant);
        group.MapPut("/", handlers.PutAsync).RequireScope(Scope.Admin)
            .WithName("PutSettings").WithSummary("Replace a tenant's settings; what is left out has its default").WithBody<SettingsBody>(BodyForms.Json)
            .WithProblems(ProblemCatalogue.InvalidSettings, ProblemCatalogue.InvalidParameter, ProblemCatalogue.UnknownTenant, ProblemCatalogue.VersionConflict);
        group.MapPatch("/", handlers.PatchAsync).RequireScope(Scope.Admin)
            .WithName("PatchSettings").WithSummary("Change those settings that are named; null sets one to its default").WithBody<SettingsBody>(BodyForms.Json)
            .WithProblems(ProblemCatalogue.InvalidSettings, ProblemCatalogue.InvalidParameter, ProblemCatalogue.UnknownTenant, ProblemCatalogue.VersionConflict);
    }
}
