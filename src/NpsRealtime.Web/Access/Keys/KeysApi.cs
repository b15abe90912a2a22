using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using NpsRealtime.Web.Access.Grants;
using NpsRealtime.Web.OpenApi;
using NpsRealtime.Web.Problems;
using NpsRealtime.Web.Responses;

namespace NpsRealtime.Web.Access.Keys;

/// <summary>The addresses of keys, and what the caller's own key may do.</summary>
public static class KeysApi
{
    private const string TenantDoc = "The tenant's name.";
    private const string KeyDoc = "The key's id.";

    public static void MapKeys(this IEndpointRouteBuilder endpoints)
    {
        var handlers = ActivatorUtilities.CreateInstance<KeyEndpoints>(endpoints.ServiceProvider);
        var platform = endpoints.MapGroup("/v1/keys").WithTags("Keys").RequireScope(Scope.Platform);
        List(platform.MapRead("/", (Delegate)((HttpContext context) => handlers.ListAsync(tenant: null, context))), "Platform");
        Make(platform.MapPost("/", (Delegate)((HttpContext context) => handlers.CreateAsync(tenant: null, context))), "Platform");
        Revoke(platform.MapDelete("/{key}", ([Description(KeyDoc)] string key, HttpContext context) => handlers.RevokeAsync(tenant: null, key, context)), "Platform");
        Rotate(platform.MapPost("/{key}/rotate", ([Description(KeyDoc)] string key, HttpContext context) => handlers.RotateAsync(tenant: null, key, context)), "Platform");

        var tenants = endpoints.MapGroup("/v1/tenants/{tenant}/keys").WithTags("Keys").RequireScope(Scope.Admin);
        List(tenants.MapRead("/", ([Description(TenantDoc)] string tenant, HttpContext context) => handlers.ListAsync(tenant, context)), "Tenant");
        Make(tenants.MapPost("/", ([Description(TenantDoc)] string tenant, HttpContext context) => handlers.CreateAsync(tenant, context)), "Tenant");
        Revoke(
            tenants.MapDelete(
                "/{key}", ([Description(TenantDoc)] string tenant, [Description(KeyDoc)] string key, HttpContext context) => handlers.RevokeAsync(tenant, key, context)),
            "Tenant");
        Rotate(
            tenants.MapPost(
                "/{key}/rotate", ([Description(TenantDoc)] string tenant, [Description(KeyDoc)] string key, HttpContext context) => handlers.RotateAsync(tenant, key, context)),
            "Tenant");

        endpoints.MapRead("/v1/access", (Delegate)Access)
            .WithTags("Keys").WithName("GetAccess").WithSummary("What the key of this request may do")
            .OpenToAll().WithProblems();
    }

    private static void List(RouteHandlerBuilder route, string owner) => route
        .WithName($"List{owner}Keys").WithSummary("The keys, with when each was used last").WithProblems(ProblemCatalogue.UnknownTenant);

    private static void Make(RouteHandlerBuilder route, string owner) => route
        .WithName($"Make{owner}Key").WithSummary("Make a key; it is shown this once").WithBody<KeyAsk>(BodyForms.Json)
        .WithProblems(ProblemCatalogue.InvalidBody, ProblemCatalogue.UnknownTenant, ProblemCatalogue.TooManyKeys);

    private static void Revoke(RouteHandlerBuilder route, string owner) => route
        .WithName($"Revoke{owner}Key").WithSummary("Revoke a key; streams that were opened with it end within seconds")
        .WithProblems(ProblemCatalogue.UnknownKey, ProblemCatalogue.LastPlatformKey);

    private static void Rotate(RouteHandlerBuilder route, string owner) => route
        .WithName($"Rotate{owner}Key").WithSummary("Make the key's successor; both work for a while").WithBody<RotationAsk>(BodyForms.Json)
        .WithProblems(ProblemCatalogue.InvalidBody, ProblemCatalogue.UnknownKey);

    private static Results<Ok<AccessAnswer>, Problem> Access(HttpContext context) => context.Grant() is { } grant
        ? TypedResults.Ok(new AccessAnswer(
            grant.Kind.ToString().ToLowerInvariant(), grant.Name, ScopeNames.Of(grant.Scopes), grant.Tenant, grant.Board,
            grant.Scores?.Texts, grant.Has(Scope.Comments), grant.ExpiresAt))
        : new Problem(ProblemCatalogue.Unauthorized);
}
