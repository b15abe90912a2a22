using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using NpsRealtime.Scoring.Engine;
using NpsRealtime.Scoring.Keys;
using NpsRealtime.Scoring.Responses;
using NpsRealtime.Web.Access;
using NpsRealtime.Web.OpenApi;
using NpsRealtime.Web.Problems;
using NpsRealtime.Web.Records;
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

/// <summary>Makes, changes, lists and deletes campaigns.</summary>
internal sealed class CampaignEndpoints(IScoreEngine engine, TenantRecordsCache records, Saving saving)
{
    private const int BytesMax = 65_536;
    private const int CampaignsMax = 2_000;

    public async Task<Results<Ok<CampaignList>, Problem>> ListAsync(
        [Description("The tenant's name.")] string tenant, CancellationToken cancellation) =>
        await engine.FindTenantAsync(tenant, cancellation) is { } found
            ? TypedResults.Ok(new CampaignList(
                [.. records.Of(found).Campaigns.Values.OrderByDescending(campaign => campaign.Start).ThenBy(campaign => campaign.Id, StringComparer.Ordinal)]))
            : new Problem(ProblemCatalogue.UnknownTenant);

    public async Task<Results<Ok<CampaignAnswer>, Problem>> GetAsync(
        [Description("The tenant's name.")] string tenant, [Description("The campaign's id.")] string id, HttpContext context)
    {
        if (await engine.FindTenantAsync(tenant, context.RequestAborted) is not { } found)
            return new Problem(ProblemCatalogue.UnknownTenant);
        if (!Slug.TryCreate(id, out var slug, out _) || !records.Of(found).Campaigns.TryGetValue(slug.Text, out var campaign))
            return new Problem(ProblemCatalogue.UnknownCampaign);
        context.Response.Headers.ETag = Saving.Tag(campaign.Version);
        return TypedResults.Ok(campaign);
    }

    public async Task<Results<Created<CampaignAnswer>, Ok<CampaignAnswer>, Problem>> PutAsync(
        [Description("The tenant's name.")] string tenant, [Description("The campaign's id, a slug.")] string id, HttpContext context)
    {
        if (await engine.FindTenantAsync(tenant, context.RequestAborted) is not { } found)
            return new Problem(ProblemCatalogue.UnknownTenant);
        if (!Slug.TryCreate(id, out var slug, out var fault))
            return Problem.Of(ProblemCatalogue.InvalidCampaign, [new ResponseFault("id", $"The campaign's id {fault}.")]);
        var (sent, problem) = await BodyReader.ReadAsync(
            context.Request, RecordJson.Default.CampaignBody, BytesMax, ProblemCatalogue.InvalidCampaign);
        if (problem is not null)
            return problem;
        if (CampaignRules.Read(sent!, out var faults) is not { } campaign)
            return Problem.Of(ProblemCatalogue.InvalidCampaign, faults);
        var (version, isNew, conflict) = await saving.PutAsync(
            context, found, RecordKinds.Campaign, slug.Text, campaign, RecordJson.Default.CampaignBody, CampaignsMax);
        if (conflict is not null)
            return conflict;
        var answer = CampaignAnswer.Of(slug.Text, campaign, version!.Value);
        return isNew
            ? TypedResults.Created($"/v1/tenants/{Uri.EscapeDataString(found.Name)}/campaigns/{Uri.EscapeDataString(slug.Text)}", answer)
            : TypedResults.Ok(answer);
    }

    public async Task<Results<NoContent, Problem>> DeleteAsync(
        [Description("The tenant's name.")] string tenant, [Description("The campaign's id.")] string id, CancellationToken cancellation)
    {
        if (await engine.FindTenantAsync(tenant, cancellation) is not { } found)
            return new Problem(ProblemCatalogue.UnknownTenant);
        return Slug.TryCreate(id, out var slug, out _) && await records.DeleteAsync(found, RecordKinds.Campaign, slug.Text, cancellation)
            ? TypedResults.NoContent()
            : new Problem(ProblemCatalogue.UnknownCampaign);
    }
}
