using System.ComponentModel;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using NpsRealtime.Scoring.Engine;
using NpsRealtime.Scoring.Keys;
using NpsRealtime.Scoring.Responses;
using NpsRealtime.Web.Book;
using NpsRealtime.Web.Problems;

namespace NpsRealtime.Web.Campaigns;

/// <summary>Makes, changes, lists and deletes campaigns.</summary>
internal sealed class CampaignEndpoints(IScoreEngine engine, TenantBook book, Saving saving)
{
    private const int BytesMax = 65_536;
    private const int CampaignsMax = 2_000;

    public async Task<Results<Ok<CampaignList>, Problem>> ListAsync(
        [Description("The tenant's name.")] string tenant, CancellationToken cancellation) =>
        await engine.FindTenantAsync(tenant, cancellation) is { } found
            ? TypedResults.Ok(new CampaignList(
                [.. book.Of(found).Campaigns.Values.OrderByDescending(campaign => campaign.Start).ThenBy(campaign => campaign.Id, StringComparer.Ordinal)]))
            : new Problem(ProblemCatalogue.UnknownTenant);

    public async Task<Results<Ok<CampaignAnswer>, Problem>> GetAsync(
        [Description("The tenant's name.")] string tenant, [Description("The campaign's id.")] string id, HttpContext context)
    {
        if (await engine.FindTenantAsync(tenant, context.RequestAborted) is not { } found)
            return new Problem(ProblemCatalogue.UnknownTenant);
        if (!Slug.TryCreate(id, out var slug, out _) || !book.Of(found).Campaigns.TryGetValue(slug.Text, out var campaign))
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
            context.Request, BookJson.Default.CampaignBody, BytesMax, ProblemCatalogue.InvalidCampaign);
        if (problem is not null)
            return problem;
        if (CampaignRules.Read(sent!, out var faults) is not { } campaign)
            return Problem.Of(ProblemCatalogue.InvalidCampaign, faults);
        var (version, isNew, conflict) = await saving.PutAsync(
            context, found, RecordKinds.Campaign, slug.Text, campaign, BookJson.Default.CampaignBody, CampaignsMax);
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
        return Slug.TryCreate(id, out var slug, out _) && await book.DeleteAsync(found, RecordKinds.Campaign, slug.Text, cancellation)
            ? TypedResults.NoContent()
            : new Problem(ProblemCatalogue.UnknownCampaign);
    }
}
