using System.ComponentModel;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using NpsRealtime.Scoring.Engine;
using NpsRealtime.Web.Access;
using NpsRealtime.Web.Json;
using NpsRealtime.Web.OpenApi;
using NpsRealtime.Web.Problems;
using NpsRealtime.Web.Records;
using NpsRealtime.Web.Responses;

namespace NpsRealtime.Web.Settings;

/// <summary>The addresses of a tenant's settings.</summary>
internal static class SettingsApi
{
    public static void MapSettings(this IEndpointRouteBuilder endpoints)
    {
        var handlers = ActivatorUtilities.CreateInstance<SettingsEndpoints>(endpoints.ServiceProvider);
        var group = endpoints.MapGroup("/v1/tenants/{tenant}/settings").WithTags("Settings");
        group.MapRead("/", handlers.GetAsync).RequireScope(Scope.Read).OpenToLinks(LinkReach.Tenant)
            .WithName("GetSettings").WithSummary("A tenant's settings, defaults filled in").WithProblems(ProblemCatalogue.UnknownTenant);
        group.MapPut("/", handlers.PutAsync).RequireScope(Scope.Admin)
            .WithName("PutSettings").WithSummary("Replace a tenant's settings; what is left out has its default").WithBody<SettingsBody>(BodyForms.Json)
            .WithProblems(ProblemCatalogue.InvalidSettings, ProblemCatalogue.InvalidParameter, ProblemCatalogue.UnknownTenant, ProblemCatalogue.VersionConflict);
        group.MapPatch("/", handlers.PatchAsync).RequireScope(Scope.Admin)
            .WithName("PatchSettings").WithSummary("Change those settings that are named; null sets one to its default").WithBody<SettingsBody>(BodyForms.Json)
            .WithProblems(ProblemCatalogue.InvalidSettings, ProblemCatalogue.InvalidParameter, ProblemCatalogue.UnknownTenant, ProblemCatalogue.VersionConflict);
    }
}

/// <summary>Reads and changes a tenant's settings.</summary>
internal sealed class SettingsEndpoints(IScoreEngine engine, TenantRecordsCache records, Saving saving)
{
    private const int BytesMax = 32_768;

    public async Task<Results<Ok<SettingsAnswer>, Problem>> GetAsync(
        [Description("The tenant's name.")] string tenant, HttpContext context)
    {
        if (await engine.FindTenantAsync(tenant, context.RequestAborted) is not { } found)
            return new Problem(ProblemCatalogue.UnknownTenant);
        var page = records.Of(found);
        if (page.SettingsVersion > 0)
            context.Response.Headers.ETag = Saving.Tag(page.SettingsVersion);
        return TypedResults.Ok(SettingsAnswer.Of(page.Settings, page.SettingsVersion));
    }

    public Task<Results<Ok<SettingsAnswer>, Problem>> PutAsync(
        [Description("The tenant's name.")] string tenant, HttpContext context) => ChangeAsync(tenant, context, keepsOthers: false);

    public Task<Results<Ok<SettingsAnswer>, Problem>> PatchAsync(
        [Description("The tenant's name.")] string tenant, HttpContext context) => ChangeAsync(tenant, context, keepsOthers: true);

    private async Task<Results<Ok<SettingsAnswer>, Problem>> ChangeAsync(string tenant, HttpContext context, bool keepsOthers)
    {
        if (await engine.FindTenantAsync(tenant, context.RequestAborted) is not { } found)
            return new Problem(ProblemCatalogue.UnknownTenant);
        var (sent, problem) = await BodyReader.ObjectAsync(context.Request, BytesMax, ProblemCatalogue.InvalidSettings);
        if (problem is null)
            (sent, problem) = Fields(sent);
        if (problem is not null)
            return problem;
        if (Merge(keepsOthers ? records.Of(found).Settings : new SettingsBody(), sent) is not { } settings)
            return Problem.Of(ProblemCatalogue.InvalidSettings, [new("$", "A field is not of its type; see /openapi/v1.json.")]);
        if (SettingsRules.Check(settings) is { Count: > 0 } faults)
            return Problem.Of(ProblemCatalogue.InvalidSettings, faults);
        var (version, _, conflict) = await saving.PutAsync(
            context, found, RecordKinds.Settings, RecordKinds.SettingsId, settings, RecordJson.Default.SettingsBody, countMax: 1);
        return conflict is not null ? conflict : TypedResults.Ok(SettingsAnswer.Of(settings, version!.Value));
    }

    /// <summary>A version that was read with the settings may be sent back with them; it says nothing here.</summary>
    private static (JsonElement Sent, Problem? Problem) Fields(JsonElement sent)
    {
        var known = RecordJson.Default.SettingsBody.Properties.Select(property => property.Name).Append("version").ToHashSet(StringComparer.Ordinal);
        if (sent.EnumerateObject().Where(field => !known.Contains(field.Name)).Select(field => field.Name).FirstOrDefault() is { } name)
            return (sent, Problem.Of(ProblemCatalogue.InvalidSettings, [new(name, UnknownFields.Tell(string.Join(", ", known)))]));
        foreach (var field in sent.EnumerateObject().Where(field => field.Name != "version"))
        {
            var type = RecordJson.Default.SettingsBody.Properties.First(property => property.Name == field.Name).PropertyType;
            if (UnknownFields.Find(field.Value, RecordJson.Default.Options.GetTypeInfo(type), field.Name) is var (at, fields))
                return (sent, Problem.Of(ProblemCatalogue.InvalidSettings, [new(at, UnknownFields.Tell(fields))]));
        }

        return (sent, null);
    }

    /// <summary>The settings with the fields that were sent; null when one is of another type. A null sets a field to its default.</summary>
    private static SettingsBody? Merge(SettingsBody settings, JsonElement sent)
    {
        try
        {
            var all = JsonSerializer.SerializeToNode(settings, RecordJson.Default.SettingsBody)!.AsObject();
            foreach (var field in sent.EnumerateObject().Where(field => field.Name != "version"))
                all[field.Name] = field.Value.ValueKind == JsonValueKind.Null ? null : System.Text.Json.Nodes.JsonNode.Parse(field.Value.GetRawText());
            return JsonSerializer.Deserialize(all, RecordJson.Default.SettingsBody)!.Complete();
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
