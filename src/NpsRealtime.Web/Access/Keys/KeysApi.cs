using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using NpsRealtime.Scoring.Engine;
using NpsRealtime.Scoring.Responses;
using NpsRealtime.Web.Access.Grants;
using NpsRealtime.Web.Json;
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

/// <summary>Makes, lists, rotates and revokes keys: those of a tenant, and without one those of the platform.</summary>
internal sealed class KeyEndpoints(
    IScoreEngine engine, KeyStore keys, KnownGrants grants, LastUses lastUses, IOptions<AccessOptions> options, TimeProvider time)
{
    private const int OverlapMinutesMax = 43_200;

    public async Task<Results<Ok<KeyList>, Problem>> ListAsync(string? tenant, HttpContext context)
    {
        if (await OwnerAsync(tenant, context) is not { } owner)
            return new Problem(ProblemCatalogue.UnknownTenant);
        var uses = await lastUses.ReadAsync(owner.Id, context.RequestAborted);
        var now = time.GetUtcNow();
        var listed = await keys.ListAsync(owner.Id, context.RequestAborted);
        return TypedResults.Ok(new KeyList(
            [.. listed.OrderBy(key => key.Record.CreatedAt).Select(key => KeyAnswer.Of(key.Id, key.Record, now, uses.TryGetValue(key.Id, out var used) ? used : null))]));
    }

    public async Task<Results<Created<KeyMade>, Problem>> CreateAsync(string? tenant, HttpContext context)
    {
        if (await OwnerAsync(tenant, context) is not { } owner)
            return new Problem(ProblemCatalogue.UnknownTenant);
        var (ask, problem) = await JsonBody.ReadAsync(context, AccessJson.Default.KeyAsk);
        if (ask is null)
            return problem!;
        var now = time.GetUtcNow();
        var faults = new List<ResponseFault>();
        var scopes = KeyAskReader.Read(ask, owner.Name is null, now, faults);
        if (faults.Count > 0)
            return Problem.Of(ProblemCatalogue.InvalidBody, faults);
        if (!await MakeRoomAsync(owner.Id, now, context.RequestAborted))
            return new Problem(ProblemCatalogue.TooManyKeys, $"There are {options.Value.KeysMax} keys that work; revoke one first, or raise Access:KeysMax.");
        var token = AccessToken.Make();
        var record = new KeyRecord(ask.Name!.Trim(), owner.Name, scopes, token.Hash(), now, context.Caller(), ask.ExpiresAt);
        return await PutAsync(owner, token, record, context);
    }

    public async Task<Results<NoContent, Problem>> RevokeAsync(string? tenant, string key, HttpContext context)
    {
        if (await OwnerAsync(tenant, context) is not { } owner || await keys.FindAsync(owner.Id, key, context.RequestAborted) is not { } known)
            return new Problem(ProblemCatalogue.UnknownKey);
        var now = time.GetUtcNow();
        if (owner.Name is null && known.Record.HoldsAt(now)
            && !(await keys.ListAsync(0, context.RequestAborted)).Any(other => other.Id != key && other.Record.HoldsAt(now)))
        {
            return new Problem(
                ProblemCatalogue.LastPlatformKey,
                "It is the last platform key: without it nobody could make tenants or platform keys any more. Make another one first, or rotate it.");
        }

        if (known.Record.RevokedAt is null)
            await keys.PutAsync(owner.Id, key, known.Record with { RevokedAt = now }, expectedVersion: null, context.RequestAborted);
        await grants.RefreshAsync(context.RequestAborted);
        return TypedResults.NoContent();
    }

    public async Task<Results<Created<KeyMade>, Problem>> RotateAsync(string? tenant, string key, HttpContext context)
    {
        if (await OwnerAsync(tenant, context) is not { } owner || await keys.FindAsync(owner.Id, key, context.RequestAborted) is not { } known)
            return new Problem(ProblemCatalogue.UnknownKey);
        var (ask, problem) = await JsonBody.ReadAsync(context, AccessJson.Default.RotationAsk);
        if (ask is null)
            return problem!;
        var overlap = ask.OverlapMinutes ?? options.Value.RotationMinutes;
        if (overlap is < 0 or > OverlapMinutesMax)
            return Problem.Of(ProblemCatalogue.InvalidBody, [new ResponseFault("overlapMinutes", $"overlapMinutes is 0 to {OverlapMinutesMax}.")]);
        var now = time.GetUtcNow();
        if (!known.Record.HoldsAt(now) || known.Record.RotatedTo is not null)
            return new Problem(ProblemCatalogue.UnknownKey, "The key is revoked, expired or already rotated; make a new one instead.");

        // The new key is written first: if the second write fails there is one key too many, and never none.
        var token = AccessToken.Make();
        var record = known.Record with { Hash = token.Hash(), CreatedAt = now, CreatedBy = context.Caller(), ExpiresAt = LaterLife(known.Record, now) };
        var made = await PutAsync(owner, token, record, context);
        var end = now.AddMinutes(overlap);
        var old = known.Record with { RotatedTo = token.Id, ExpiresAt = known.Record.ExpiresAt < end ? known.Record.ExpiresAt : end };
        await keys.PutAsync(owner.Id, known.Id, old, expectedVersion: null, context.RequestAborted);
        await grants.RefreshAsync(context.RequestAborted);
        return made;
    }

    // A key that expires is followed by one that lives as long as it was meant to.
    private static DateTimeOffset? LaterLife(KeyRecord key, DateTimeOffset now) =>
        key.ExpiresAt is { } end ? now + (end - key.CreatedAt) : null;

    private async Task<Created<KeyMade>> PutAsync(Owner owner, AccessToken token, KeyRecord record, HttpContext context)
    {
        await keys.PutAsync(owner.Id, token.Id, record, expectedVersion: 0, context.RequestAborted);
        await grants.RefreshAsync(context.RequestAborted);
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Created(
            $"{context.Request.Path}/{token.Id}", new KeyMade(token.ToString(), token.Id, record.Name, record.Tenant, record.Scopes, record.ExpiresAt));
    }

    /// <summary>Removes the oldest keys that work no more when there are too many. False when all of them work.</summary>
    private async Task<bool> MakeRoomAsync(int tenantId, DateTimeOffset now, CancellationToken cancellation)
    {
        var known = await keys.ListAsync(tenantId, cancellation);
        foreach (var dead in known.Where(key => !key.Record.HoldsAt(now)).OrderBy(key => key.Record.CreatedAt).Take(known.Count - options.Value.KeysMax + 1))
            await keys.DeleteAsync(dead, cancellation);
        return known.Count(key => key.Record.HoldsAt(now)) < options.Value.KeysMax;
    }

    /// <summary>Whose keys an address is about; null when it names a tenant that is not there.</summary>
    private async ValueTask<Owner?> OwnerAsync(string? name, HttpContext context)
    {
        if (name is null)
            return new Owner(0, Name: null);
        return await engine.FindTenantAsync(name, context.RequestAborted) is { } tenant ? new Owner(tenant.Id, tenant.Name) : null;
    }

    private sealed record Owner(int Id, string? Name);
}
