using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using NpsRealtime.Web.Access;
using NpsRealtime.Web.OpenApi;
using NpsRealtime.Web.Problems;
using NpsRealtime.Web.Responses;

namespace NpsRealtime.Web.ScoreKeys;

/// <summary>The addresses of score keys and how they are shown.</summary>
internal static class ScoreKeysApi
{
    public static void MapScoreKeys(this IEndpointRouteBuilder endpoints)
    {
        var handlers = ActivatorUtilities.CreateInstance<ScoreKeyEndpoints>(endpoints.ServiceProvider);
        var group = endpoints.MapGroup("/v1/tenants/{tenant}/score-keys").WithTags("Score keys");
        group.MapRead("/", handlers.ListAsync).RequireScope(Scope.Read).OpenToLinks(LinkReach.Answer)
            .WithName("ListScoreKeys").WithSummary("Score keys in the order in which screens show them")
            .WithProblems(ProblemCatalogue.InvalidParameter, ProblemCatalogue.UnknownTenant);
        group.MapPatch("/{*key}", handlers.PatchAsync).RequireScope(Scope.Admin)
            .WithName("PatchScoreKey").WithSummary("Change a key's label, order or visibility").WithBody<KeySetting>(BodyForms.Json)
            .WithProblems(
                ProblemCatalogue.InvalidKey, ProblemCatalogue.InvalidKeySetting, ProblemCatalogue.InvalidParameter, ProblemCatalogue.UnknownTenant,
                ProblemCatalogue.VersionConflict, ProblemCatalogue.TooManyRecords);
    }
}
