using System.ComponentModel;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using NpsRealtime.Scoring.Engine;
using NpsRealtime.Scoring.Responses;
using NpsRealtime.Scoring.Store;
using NpsRealtime.Scoring.Store.Records;
using NpsRealtime.Scoring.Tenants;
using NpsRealtime.Web.Access;
using NpsRealtime.Web.Access.Grants;
using NpsRealtime.Web.Access.Trail;
using NpsRealtime.Web.Json;
using NpsRealtime.Web.OpenApi;
using NpsRealtime.Web.Problems;
using NpsRealtime.Web.Responses;

namespace NpsRealtime.Web.Privacy;

/// <summary>The addresses of retention and of deleting a tenant.</summary>
public static class PrivacyApi
{
    public static void MapPrivacy(this IEndpointRouteBuilder endpoints)
    {
        var handlers = ActivatorUtilities.CreateInstance<PrivacyEndpoints>(endpoints.ServiceProvider);
        var group = endpoints.MapGroup("/v1/tenants/{tenant}").WithTags("Privacy");
        group.MapRead("/retention", handlers.GetAsync)
            .WithName("GetRetention").WithSummary("How long comments and customer ids are kept").RequireScope(Scope.Admin).WithProblems(ProblemCatalogue.UnknownTenant);
        group.MapPut("/retention", handlers.PutAsync)
            .WithName("PutRetention").WithSummary("Keep comments and customer ids only so long; scores stay").RequireScope(Scope.Admin)
            .WithBody<RetentionSettings>(BodyForms.Json)
            .WithProblems(ProblemCatalogue.InvalidBody, ProblemCatalogue.UnknownTenant);
        group.MapDelete("/", handlers.DeleteAsync)
            .WithName("DeleteTenant").WithSummary("Delete a tenant with everything it has; its name can be made anew").RequireScope(Scope.Platform)
            .WithProblems(ProblemCatalogue.UnknownTenant);
    }
}

/// <summary>Retention of a tenant, and its deletion.</summary>
internal sealed class PrivacyEndpoints(
    IScoreEngine engine, IRecordStore records, IPrivacyStore privacy, IEnumerable<ITenantMemory> memories, KnownGrants grants)
{
    private const int DaysMax = 36_500;

    public async Task<Results<Ok<RetentionSettings>, Problem>> GetAsync([Description("The tenant's name.")] string tenant, CancellationToken cancellation)
    {
        if (await engine.FindTenantAsync(tenant, cancellation) is not { } known)
            return new Problem(ProblemCatalogue.UnknownTenant);
        var stored = await records.GetAsync(known.Id, RetentionSettings.Kind, RetentionSettings.Id, cancellation);
        return TypedResults.Ok(stored is null ? new RetentionSettings(null) : JsonSerializer.Deserialize(stored.Body, AccessJson.Default.RetentionSettings)!);
    }

    public async Task<Results<Ok<RetentionSettings>, Problem>> PutAsync([Description("The tenant's name.")] string tenant, HttpContext context)
    {
        if (await engine.FindTenantAsync(tenant, context.RequestAborted) is not { } known)
            return new Problem(ProblemCatalogue.UnknownTenant);
        var (settings, problem) = await JsonBody.ReadAsync(context, AccessJson.Default.RetentionSettings);
        if (settings is null)
            return problem!;
        if (settings.RetentionDays is < 1 or > DaysMax)
            return Problem.Of(ProblemCatalogue.InvalidBody, [new ResponseFault("retentionDays", $"retentionDays is 1 to {DaysMax}, or null to keep everything.")]);
        var body = JsonSerializer.Serialize(settings, AccessJson.Default.RetentionSettings);
        await records.PutAsync(known.Id, RetentionSettings.Kind, RetentionSettings.Id, body, expectedVersion: null, context.RequestAborted);
        return TypedResults.Ok(settings);
    }

    public async Task<Results<Ok<TenantDeleted>, Problem>> DeleteAsync([Description("The tenant's name.")] string tenant, HttpContext context)
    {
        if (await engine.FindTenantAsync(tenant, context.RequestAborted) is not { } known || !await privacy.DeleteTenantAsync(known.Id, context.RequestAborted))
            return new Problem(ProblemCatalogue.UnknownTenant);
        foreach (var memory in memories)
            memory.Forget(known);
        await grants.RefreshAsync(CancellationToken.None);

        // From here on the name is free. What it stored goes to the end whether or not somebody waits for it.
        long responses = 0;
        for (var isMore = true; isMore;)
        {
            (var deleted, isMore) = await privacy.DeleteRemainsAsync(CancellationToken.None);
            responses += deleted;
        }

        TrailCount.Set(context, responses);
        return TypedResults.Ok(new TenantDeleted(responses));
    }
}
