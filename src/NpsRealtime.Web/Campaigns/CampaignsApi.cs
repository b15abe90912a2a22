using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using NpsRealtime.Web.Access;
using NpsRealtime.Web.OpenApi;
using NpsRealtime.Web.Problems;
using NpsRealtime.Web.Responses;

namespace NpsRealtime.Web.Campaigns;

/// <summary>The addresses of campaigns.</summary>
internal static class CampaignsApi
{
    public static void MapCampaigns(this IEndpointRouteBuilder endpoints)
    {
        var handlers = ActivatorUtilities.CreateInstance<CampaignEndpoints>(endpoints.ServiceProvider);
        var group = endpoints.MapGroup("/v1/tenants/{tenant}/campaigns").WithTags("Campaigns");
        group.MapRead("/", handlers.ListAsync).RequireScope(Scope.Read)
            .WithName("ListCampaigns").WithSummary("A tenant's campaigns, the one that began last first").WithProblems(ProblemCatalogue.UnknownTenant);
        group.MapRead("/{id}", handlers.GetAsync).RequireScope(Scope.Read)
            .WithName("GetCampaign").WithSummary("One campaign").WithProblems(ProblemCatalogue.UnknownTenant, ProblemCatalogue.UnknownCampaign);
        group.MapPut("/{id}", handlers.PutAsync).RequireScope(Scope.Admin)
            .WithName("PutCampaign").WithSummary("Make a campaign, or change one").WithBody<CampaignBody>(BodyForms.Json)
            .WithProblems(
                ProblemCatalogue.InvalidCampaign, ProblemCatalogue.InvalidParameter, ProblemCatalogue.UnknownTenant, ProblemCatalogue.TooManyRecords,
                ProblemCatalogue.VersionConflict);
        group.MapDelete("/{id}", handlers.DeleteAsync).RequireScope(Scope.Admin)
            .WithName("DeleteCampaign").WithSummary("Delete a campaign; the responses stay").WithProblems(ProblemCatalogue.UnknownTenant, ProblemCatalogue.UnknownCampaign);
    }
}
