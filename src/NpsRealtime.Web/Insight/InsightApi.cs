using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using NpsRealtime.Scoring.Insight;
using NpsRealtime.Web.Access;
using NpsRealtime.Web.Annotations;
using NpsRealtime.Web.Boards;
using NpsRealtime.Web.Book;
using NpsRealtime.Web.Campaigns;
using NpsRealtime.Web.Listing;
using NpsRealtime.Web.Problems;
using NpsRealtime.Web.ScoreKeys;
using NpsRealtime.Web.Settings;

namespace NpsRealtime.Web.Insight;

/// <summary>What screens need beyond scores: what changed, since when and why, and what people have set and noted.</summary>
public static class InsightApi
{
    public static void AddInsight(this IServiceCollection services)
    {
        services.AddSingleton<ScoreInsight>();
        services.AddSingleton<KnownKeys>();
        services.AddSingleton<BreakdownReader>();
        services.AddSingleton<TenantBook>();
        services.AddSingleton<KeyLabels>();
        services.AddSingleton<Saving>();
        services.AddHostedService<BookRefresh>();
        services.Configure<JsonOptions>(options =>
        {
            options.SerializerOptions.TypeInfoResolverChain.Insert(0, InsightJson.Default);
            options.SerializerOptions.TypeInfoResolverChain.Insert(0, BookJson.Default);
            options.SerializerOptions.TypeInfoResolverChain.Insert(0, ListingJson.Default);
        });
    }

    public static void MapInsight(this IEndpointRouteBuilder endpoints)
    {
        var handlers = ActivatorUtilities.CreateInstance<InsightEndpoints>(endpoints.ServiceProvider);
        var group = endpoints.MapGroup("/v1/tenants/{tenant}").WithTags("Insight");
        group.MapRead("/compare/{*key}", handlers.CompareAsync).RequireScope(Scope.Read).OpenToLinks(LinkReach.RouteKey)
            .WithName("CompareScore").WithSummary("A score against its baseline: the difference, whether it is real, and since when")
            .WithProblems(
                ProblemCatalogue.InvalidKey, ProblemCatalogue.InvalidWindow, ProblemCatalogue.InvalidBaseline, ProblemCatalogue.InvalidParameter,
                ProblemCatalogue.UnknownTenant, ProblemCatalogue.UnknownAnnotation);
        group.MapRead("/breakdown/{*key}", handlers.BreakdownAsync).RequireScope(Scope.Read)
            .WithName("BreakDownScore").WithSummary("What moved a score: each part's contribution to its change, exact")
            .WithProblems(
                ProblemCatalogue.InvalidKey, ProblemCatalogue.InvalidWindow, ProblemCatalogue.InvalidBaseline, ProblemCatalogue.InvalidParameter,
                ProblemCatalogue.UnknownTenant);
        endpoints.MapListing();
        endpoints.MapSettings();
        endpoints.MapCampaigns();
        endpoints.MapAnnotations();
        endpoints.MapBoards();
        endpoints.MapScoreKeys();
    }
}
