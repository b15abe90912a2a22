using System.ComponentModel;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using NpsRealtime.Scoring.Engine;
using NpsRealtime.Scoring.Store;
using NpsRealtime.Scoring.Store.Records;
using NpsRealtime.Web.Problems;

namespace NpsRealtime.Web.Access.Trail;

/// <summary>The addresses of the audit trails.</summary>
public static class TrailApi
{
    private const int LimitDefault = 100;
    private const int LimitMax = 1_000;

    public static void MapTrail(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapRead("/v1/tenants/{tenant}/audit-trail", ReadTenantAsync)
            .WithTags("Audit trail").WithName("ReadTenantTrail").WithSummary("Who administered the tenant and how, newest first").RequireScope(Scope.Admin)
            .WithProblems(ProblemCatalogue.InvalidParameter, ProblemCatalogue.UnknownTenant);
        endpoints.MapRead("/v1/audit-trail", (string? cursor, int? limit, ITrailStore trail, CancellationToken cancellation) => ReadAsync(0, cursor, limit, trail, cancellation))
            .WithTags("Audit trail").WithName("ReadPlatformTrail").WithSummary("Who administered the installation and how, newest first").RequireScope(Scope.Platform)
            .WithProblems(ProblemCatalogue.InvalidParameter);
    }

    private static async Task<Results<Ok<TrailPage>, Problem>> ReadTenantAsync(
        [Description("The tenant's name.")] string tenant, string? cursor, int? limit, IScoreEngine engine, ITrailStore trail, CancellationToken cancellation) =>
        await engine.FindTenantAsync(tenant, cancellation) is { } known
            ? await ReadAsync(known.Id, cursor, limit, trail, cancellation)
            : new Problem(ProblemCatalogue.UnknownTenant);

    private static async Task<Results<Ok<TrailPage>, Problem>> ReadAsync(
        int tenantId, string? cursor, int? limit, ITrailStore trail, CancellationToken cancellation)
    {
        long? before = null;
        if (!string.IsNullOrEmpty(cursor))
        {
            if (!long.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out var place))
                return new Problem(ProblemCatalogue.InvalidParameter, "The parameter cursor is the one of the page before.");
            before = place;
        }

        var most = limit ?? LimitDefault;
        if (most is < 1 or > LimitMax)
            return new Problem(ProblemCatalogue.InvalidParameter, $"The parameter limit is 1 to {LimitMax}.");
        var entries = await trail.ReadTrailAsync(tenantId, before, most, cancellation);
        var next = entries.Count == most ? entries[^1].Sequence.ToString(CultureInfo.InvariantCulture) : null;
        return TypedResults.Ok(new TrailPage([.. entries.Select(entry => new TrailAnswer(entry.At, entry.Caller, entry.Action, entry.Subject, entry.Count))], next));
    }
}
