using System.ComponentModel;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using NpsRealtime.Scoring.Engine;
using NpsRealtime.Scoring.Responses;
using NpsRealtime.Scoring.Tenants;
using NpsRealtime.Web.Access.Grants;
using NpsRealtime.Web.Problems;
using NpsRealtime.Web.Responses;

namespace NpsRealtime.Web.Tenants;

/// <summary>Makes, lists, exports and audits tenants.</summary>
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

    public async Task<Results<Ok<AuditReport>, Problem>> AuditAsync(
        [Description("The tenant's name.")] string tenant, CancellationToken cancellation) =>
        await engine.FindTenantAsync(tenant, cancellation) is { } known
            ? TypedResults.Ok(await engine.AuditAsync(known, cancellation))
            : new Problem(ProblemCatalogue.UnknownTenant);
}
