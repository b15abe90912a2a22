using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using NpsRealtime.Scoring.Engine;
using NpsRealtime.Web.Access;
using NpsRealtime.Web.Access.Grants;
using NpsRealtime.Web.Problems;

namespace NpsRealtime.Web.Health;

/// <summary>What a load balancer or a supervisor asks.</summary>
public static class HealthApi
{
    public static void MapHealth(this IEndpointRouteBuilder endpoints)
    {
        var group = endpoints.MapGroup("/health").WithTags("Health").OpenToAll();
        group.MapRead("/live", () => TypedResults.Ok(new HealthAnswer("live", StoreReachable: null, "The process runs.")))
            .WithName("GetLive").WithSummary("Whether the process runs").WithProblems();
        group.MapRead("/ready", Ready)
            .WithName("GetReady").WithSummary("Whether scores can be read")
            .WithDescription("The state of the database is in the body: without it healthy boards go on, so that it does not make the service unready.")
            .Produces<HealthAnswer>(503).WithProblems();
    }

    private static Results<Ok<HealthAnswer>, JsonHttpResult<HealthAnswer>> Ready(IScoreEngine engine, HttpContext context)
    {
        var state = engine.State;
        var answer = new HealthAnswer(
            state.IsReady ? "ready" : "not-ready", state.StoreReachable, state.Detail, context.HasScope(Scope.Platform) ? state.Silos : null);
        return state.IsReady ? TypedResults.Ok(answer) : TypedResults.Json(answer, statusCode: 503);
    }
}

/// <summary>How the service fares.</summary>
/// <param name="Status"><c>live</c>, <c>ready</c> or <c>not-ready</c>.</param>
/// <param name="StoreReachable">Whether the last call to the database succeeded; null when it was not asked about.</param>
/// <param name="Detail">One sentence for an operator.</param>
/// <param name="Silos">The addresses of a cluster's active silos as this one sees them; only for callers with the scope platform.</param>
public sealed record HealthAnswer(
    string Status,
    bool? StoreReachable,
    string Detail,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? Silos = null);
