using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using NpsRealtime.Web.Access;
using NpsRealtime.Web.Problems;

namespace NpsRealtime.Web.Scores;

/// <summary>The addresses that read scores.</summary>
public static class ScoresApi
{
    public static void MapScores(this IEndpointRouteBuilder endpoints)
    {
        var handlers = ActivatorUtilities.CreateInstance<ScoreEndpoints>(endpoints.ServiceProvider);
        var group = endpoints.MapGroup("/v1/tenants/{tenant}").WithTags("Scores").RequireScope(Scope.Read);
        group.MapRead("/scores", handlers.ListAsync)
            .WithName("ListScores").WithSummary("Every known score of a kind, sorted by key, in pages")
            .WithProblems(ProblemCatalogue.InvalidWindow, ProblemCatalogue.InvalidParameter, ProblemCatalogue.UnknownTenant);
        group.MapRead("/scores/{*key}", handlers.GetAsync)
            .OpenToLinks(LinkReach.RouteKey).WithName("GetScore").WithSummary("One score over one window, now")
            .WithDescription("A well-formed key without responses has zero counts and a null nps.")
            .WithProblems(
                ProblemCatalogue.InvalidKey, ProblemCatalogue.InvalidWindow, ProblemCatalogue.InvalidParameter,
                ProblemCatalogue.UnknownTenant, ProblemCatalogue.NotYet);
        group.MapRead("/history/{*key}", handlers.HistoryAsync)
            .OpenToLinks(LinkReach.RouteKey).WithName("GetHistory").WithSummary("One score over time")
            .WithProblems(ProblemCatalogue.InvalidKey, ProblemCatalogue.InvalidRange, ProblemCatalogue.UnknownTenant);
    }
}
