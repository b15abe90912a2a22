using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using NpsRealtime.Scoring;
using NpsRealtime.Scoring.Windows;
using NpsRealtime.Web.Access;
using NpsRealtime.Web.Problems;
using NpsRealtime.Web.RateLimits;

namespace NpsRealtime.Web.Meta;

/// <summary>What this installation is.</summary>
public static class MetaApi
{
    public static void MapMeta(this IEndpointRouteBuilder endpoints)
    {
        // Options don't change while the program runs.
        var answer = Answer(
            endpoints.ServiceProvider.GetRequiredService<IOptions<ScoringOptions>>().Value,
            endpoints.ServiceProvider.GetRequiredService<IOptions<WebOptions>>().Value,
            endpoints.ServiceProvider.GetRequiredService<IOptions<AccessOptions>>().Value,
            endpoints.ServiceProvider.GetRequiredService<IOptions<RateLimitOptions>>().Value);
        endpoints.MapRead("/v1/meta", () => TypedResults.Ok(answer))
            .OpenToAll().WithTags("Meta").WithName("GetMeta").WithSummary("Version, windows and limits of this installation").WithProblems();
    }

    private static MetaAnswer Answer(ScoringOptions scoring, WebOptions web, AccessOptions access, RateLimitOptions limits) => new(
        "NpsRealtime",
        Product.Version,
        [.. WindowCatalog.All.Select(window => window.Name)],
        WindowCatalog.Forms,
        WindowCatalog.DefaultName,
        access.Open ? "open" : "keys",
        [.. LimitList.Of(scoring, ScoringOptions.Section), .. LimitList.Of(web, WebOptions.Section), .. LimitList.Of(access, AccessOptions.Section), .. LimitList.Of(limits, RateLimitOptions.Section)]);
}
