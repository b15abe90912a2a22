using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using NpsRealtime.Scoring.Engine;
using NpsRealtime.Scoring.Responses;
using NpsRealtime.Scoring.Tenants;
using NpsRealtime.Web.Access;
using NpsRealtime.Web.Access.Grants;
using NpsRealtime.Web.Access.Trail;
using NpsRealtime.Web.OpenApi;
using NpsRealtime.Web.Problems;
using NpsRealtime.Web.Responses;

namespace NpsRealtime.Web.Tenants;

/// <summary>The addresses of tenants.</summary>
public static class TenantsApi
{
    public static void MapTenants(this IEndpointRouteBuilder endpoints)
    {
        var handlers = ActivatorUtilities.CreateInstance<TenantEndpoints>(endpoints.ServiceProvider);
        var group = endpoints.MapGroup("/v1/tenants").WithTags("Tenants");
        group.MapRead("/", (Delegate)handlers.ListAsync)
            .RequireScope(Scope.Read).WithName("ListTenants").WithSummary("All tenants that the key reaches").WithProblems();
        group.MapRead("/{tenant}", handlers.GetAsync)
            .RequireScope(Scope.Read).OpenToLinks(LinkReach.Tenant).WithName("GetTenant").WithSummary("One tenant").WithProblems(ProblemCatalogue.UnknownTenant);
        group.MapPut("/{tenant}", handlers.PutAsync)
            .RequireScope(Scope.Platform).WithName("PutTenant").WithSummary("Make a tenant, or change one")
            .WithDescription("The body may be left out. The time zone can't change once there are responses.")
            .WithBody<TenantSettings>(BodyForms.Json)
            .WithProblems(ProblemCatalogue.InvalidTenant, ProblemCatalogue.TimeZoneFixed, ProblemCatalogue.IdKeyFixed);
        group.MapGet("/{tenant}/export", handlers.ExportAsync)
            .RequireScope(Scope.Admin).WithMetadata(new Audited()).WithName("ExportTenant").WithSummary("Everything of a tenant as NDJSON, tombstones included")
            .WithDescription("The first line is the tenant with its id key, which is a secret; each following line can be sent as it is to the responses of another installation's tenant.")
            .WithProblems(ProblemCatalogue.UnknownTenant);
        group.MapRead("/{tenant}/recount", handlers.RecountAsync)
            .RequireScope(Scope.Admin).WithName("RecountTenant").WithSummary("Recount the responses against the tallies")
            .WithProblems(ProblemCatalogue.UnknownTenant);
    }
}

/// <summary>Makes, lists, exports and recounts tenants.</summary>
internal sealed class TenantEndpoints(IScoreEngine engine)
{
    private const int SettingsBytesMax = 16_384;

    public async Task<Ok<TenantList>> ListAsync(HttpContext context)
    {
        var tenants = await engine.ListTenantsAsync(context.RequestAborted);
        return TypedResults.Ok(new TenantList([.. tenants.Where(tenant => context.Grant()?.Reaches(tenant.Name) == true).Select(TenantAnswer.Of)]));
    }

    public async Task<Results<Ok<TenantAnswer>, Problem>> GetAsync(
        [Description("The tenant's name.")] string tenant, CancellationToken cancellation) =>
        await engine.FindTenantAsync(tenant, cancellation) is { } known
            ? TypedResults.Ok(TenantAnswer.Of(known))
            : new Problem(ProblemCatalogue.UnknownTenant);

    public async Task<Results<Created<TenantAnswer>, Ok<TenantAnswer>, Problem>> PutAsync(
        [Description("The tenant's name.")] string tenant, HttpContext context)
    {
        if (context.Request.ContentType is not null || context.Request.ContentLength > 0)
        {
            BodyForms.Of(context.Request, takesNdjson: false, out var problem);
            if (problem is not null)
                return problem;
        }

        var reader = context.Request.BodyReader;
        if (await SmallBody.ReadAsync(reader, SettingsBytesMax) is not { } body)
            return Problem.Of(ProblemCatalogue.InvalidTenant, [new ResponseFault("$", $"The settings are at most {SettingsBytesMax} bytes.")]);
        var request = TenantSettingsReader.Read(tenant, body, out var faults);
        reader.AdvanceTo(body.End);
        if (request is null)
            return Problem.Of(ProblemCatalogue.InvalidTenant, faults);
        var (outcome, stored) = await engine.PutTenantAsync(request, context.RequestAborted);
        return outcome switch
        {
            TenantPut.Created => TypedResults.Created($"/v1/tenants/{Uri.EscapeDataString(stored.Name)}", TenantAnswer.Of(stored)),
            TenantPut.Existing => TypedResults.Ok(TenantAnswer.Of(stored)),
            TenantPut.TimeZoneFixed => new Problem(
                ProblemCatalogue.TimeZoneFixed, $"The tenant has responses and counts its days in {stored.TimeZone.Id}; that can't change any more."),
            _ => new Problem(ProblemCatalogue.IdKeyFixed),
        };
    }

    public async Task<Results<TenantExport, Problem>> ExportAsync(
        [Description("The tenant's name.")] string tenant, CancellationToken cancellation) =>
        await engine.FindTenantAsync(tenant, cancellation) is { } known
            ? new TenantExport(engine, known)
            : new Problem(ProblemCatalogue.UnknownTenant);

    public async Task<Results<Ok<RecountReport>, Problem>> RecountAsync(
        [Description("The tenant's name.")] string tenant, CancellationToken cancellation) =>
        await engine.FindTenantAsync(tenant, cancellation) is { } known
            ? TypedResults.Ok(await engine.RecountAsync(known, cancellation))
            : new Problem(ProblemCatalogue.UnknownTenant);
}
