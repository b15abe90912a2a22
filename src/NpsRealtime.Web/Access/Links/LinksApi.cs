using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using NpsRealtime.Scoring.Engine;
using NpsRealtime.Scoring.Responses;
using NpsRealtime.Web.Access.Grants;
using NpsRealtime.Web.Access.Pairing;
using NpsRealtime.Web.Json;
using NpsRealtime.Web.OpenApi;
using NpsRealtime.Web.Pages;
using NpsRealtime.Web.Problems;
using NpsRealtime.Web.Responses;

namespace NpsRealtime.Web.Access.Links;

/// <summary>The addresses of board links, and those by which a television gets one.</summary>
public static class LinksApi
{
    public static void MapLinks(this IEndpointRouteBuilder endpoints)
    {
        var links = ActivatorUtilities.CreateInstance<LinkEndpoints>(endpoints.ServiceProvider);
        var group = endpoints.MapGroup("/v1/tenants/{tenant}").WithTags("Board links").RequireScope(Scope.Admin);
        group.MapRead("/links", links.ListAsync)
            .WithName("ListLinks").WithSummary("The board links, with when each was last seen").WithProblems(ProblemCatalogue.UnknownTenant);
        group.MapPost("/links", links.CreateAsync)
            .WithName("MakeLink").WithSummary("Make a board link; its token is shown this once").WithBody<LinkAsk>(BodyForms.Json)
            .WithProblems(ProblemCatalogue.InvalidBody, ProblemCatalogue.UnknownTenant, ProblemCatalogue.TooManyKeys);
        group.MapDelete("/links/{link}", links.RevokeAsync)
            .WithName("RevokeLink").WithSummary("Revoke a board link; its screen goes dark within seconds").WithProblems(ProblemCatalogue.UnknownLink);

        var pairings = ActivatorUtilities.CreateInstance<PairingEndpoints>(endpoints.ServiceProvider, links);
        group.MapPost("/pairings/{code}", pairings.ConfirmAsync)
            .WithName("ConfirmPairing").WithSummary("Give the television that shows this code a board").WithBody<LinkAsk>(BodyForms.Json)
            .WithProblems(
                ProblemCatalogue.InvalidBody, ProblemCatalogue.UnknownTenant, ProblemCatalogue.UnknownPairing, ProblemCatalogue.TooManyKeys,
                ProblemCatalogue.TooManyGuesses);
        endpoints.MapPost("/v1/pairings", (Delegate)pairings.BeginAsync)
            .WithTags("Board links").WithName("BeginPairing").WithSummary("A television asks for a board: it shows the code until somebody confirms it")
            .OpenToAll().WithProblems(ProblemCatalogue.TooManyPairings);
        endpoints.MapRead("/v1/pairings/{id}", pairings.LookAsync)
            .WithTags("Board links").WithName("GetPairing").WithSummary("Whether somebody confirmed the code; asked with the token as key")
            .OpenToAll().WithProblems(ProblemCatalogue.UnknownPairing);
        endpoints.MapAccessPages();
    }
}

/// <summary>Makes, lists and revokes board links.</summary>
internal sealed class LinkEndpoints(IScoreEngine engine, LinkStore links, LastUses lastUses, IOptions<AccessOptions> options, TimeProvider time)
{
    public async Task<Results<Ok<LinkList>, Problem>> ListAsync([Description("The tenant's name.")] string tenant, HttpContext context)
    {
        if (await engine.FindTenantAsync(tenant, context.RequestAborted) is not { } known)
            return new Problem(ProblemCatalogue.UnknownTenant);
        var seen = await lastUses.ReadAsync(known.Id, context.RequestAborted);
        var now = time.GetUtcNow();
        var listed = await links.ListAsync(known.Id, context.RequestAborted);
        return TypedResults.Ok(new LinkList(
            [.. listed.OrderBy(link => link.Record.CreatedAt).Select(link => LinkAnswer.Of(link.Id, link.Record, now, seen.TryGetValue(link.Id, out var last) ? last : null))]));
    }

    public async Task<Results<Created<LinkMade>, Problem>> CreateAsync([Description("The tenant's name.")] string tenant, HttpContext context)
    {
        if (await engine.FindTenantAsync(tenant, context.RequestAborted) is not { } known)
            return new Problem(ProblemCatalogue.UnknownTenant);
        var (ask, problem) = await ReadAsync(known.Id, context);
        if (ask is null)
            return problem!;
        var token = AccessToken.Make();
        if (!await links.AddAsync(known, token.Id, token.Hash(), ask, context.Caller(), context.RequestAborted))
            return TooMany();
        context.Response.Headers.CacheControl = "no-store";
        var address = $"{context.Request.Scheme}://{context.Request.Host.Value}{BoardAddress.Of(known.Name, ask.Board, token)}";
        return TypedResults.Created($"{context.Request.Path}/{token.Id}", new LinkMade(token.ToString(), address, token.Id, ask.Name!.Trim()));
    }

    public async Task<Results<NoContent, Problem>> RevokeAsync(
        [Description("The tenant's name.")] string tenant, [Description("The link's id.")] string link, HttpContext context) =>
        await engine.FindTenantAsync(tenant, context.RequestAborted) is { } known && await links.RevokeAsync(known.Id, link, context.RequestAborted)
            ? TypedResults.NoContent()
            : new Problem(ProblemCatalogue.UnknownLink);

    /// <summary>What a link is to be, whose board is there.</summary>
    public async Task<(LinkAsk? Ask, Problem? Problem)> ReadAsync(int tenantId, HttpContext context)
    {
        var (ask, problem) = await JsonBody.ReadAsync(context, AccessJson.Default.LinkAsk);
        if (ask is null)
            return (null, problem);
        var faults = LinkAskReader.Faults(ask, time.GetUtcNow());
        if (faults.Count == 0 && ask.Board is not null && !await links.BoardExistsAsync(tenantId, ask.Board, context.RequestAborted))
            faults.Add(new ResponseFault("board", "The tenant has no board of that id."));
        return faults.Count == 0 ? (ask, null) : (null, Problem.Of(ProblemCatalogue.InvalidBody, faults));
    }

    public Problem TooMany() =>
        new(ProblemCatalogue.TooManyKeys, $"The tenant has {options.Value.LinksMax} links that work; revoke one first, or raise Access:LinksMax.");
}
