using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using NpsRealtime.Web.Access.Pages;
using NpsRealtime.Web.Access.Pairing;
using NpsRealtime.Web.OpenApi;
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
