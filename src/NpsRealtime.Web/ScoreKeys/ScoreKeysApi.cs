using System.ComponentModel;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using NpsRealtime.Scoring.Engine;
using NpsRealtime.Scoring.Keys;
using NpsRealtime.Scoring.Responses;
using NpsRealtime.Web.Access;
using NpsRealtime.Web.Access.Grants;
using NpsRealtime.Web.Insight;
using NpsRealtime.Web.OpenApi;
using NpsRealtime.Web.Problems;
using NpsRealtime.Web.Records;
using NpsRealtime.Web.Responses;
using NpsRealtime.Web.Scores;

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

/// <summary>Lists score keys, to a board link those that it shows, and changes how they are shown.</summary>
internal sealed class ScoreKeyEndpoints(IScoreEngine engine, KnownKeys keys, TenantRecordsCache records, Saving saving)
{
    private const int BytesMax = 4_096;
    private const int LabelMax = 100;
    private const int OrderMax = 1_000_000;
    private const int SettingsMax = 10_000;

    public async Task<Results<Ok<ScoreKeyList>, Problem>> ListAsync(
        [Description("The tenant's name.")] string tenant,
        [Description("tenant, channel, touchpoint, pair, segment, or segment/NAME; without it every kind.")] string? kind,
        [Description("true for the keys that screens show, false for those that were hidden; without it both.")] string? visible,
        HttpContext context)
    {
        var cancellation = context.RequestAborted;
        if (!ScoreFilter.TryParse(kind, out var filter))
            return new Problem(ProblemCatalogue.InvalidParameter, "The parameter kind is one of: tenant, channel, touchpoint, pair, segment, segment/NAME.");
        if (visible is not (null or "" or "true" or "false"))
            return new Problem(ProblemCatalogue.InvalidParameter, "The parameter visible is one of: true, false.");
        if (await engine.FindTenantAsync(tenant, cancellation) is not { } found)
            return new Problem(ProblemCatalogue.UnknownTenant);
        var page = records.Of(found);
        var shown = (await keys.OfAsync(found, filter, cancellation)).Where(key => context.Grant()?.Scores?.Includes(key) ?? true).ToList();
        var answers = shown
            .Select(key => ScoreKeyAnswer.Of(key, page))
            .Where(key => string.IsNullOrEmpty(visible) || key.Visible == (visible == "true"))
            .OrderBy(key => key.Order ?? int.MaxValue).ThenBy(key => key.Label, StringComparer.Ordinal).ThenBy(key => key.Key, StringComparer.Ordinal);
        return TypedResults.Ok(new ScoreKeyList([.. answers], await Overflows.AmongAsync(shown, found, engine, cancellation)));
    }

    public async Task<Results<Ok<ScoreKeyAnswer>, Problem>> PatchAsync(
        [Description("The tenant's name.")] string tenant, [Description("The score key, as in channel/web.")] string? key, HttpContext context)
    {
        if (!ScoreQuery.TryKey(key, out var scoreKey, out var problem))
            return problem;
        if (await engine.FindTenantAsync(tenant, context.RequestAborted) is not { } found)
            return new Problem(ProblemCatalogue.UnknownTenant);
        (var sent, problem) = await BodyReader.ObjectAsync(
            context.Request, BytesMax, ProblemCatalogue.InvalidKeySetting);
        if (problem is not null)
            return problem;
        if (Merge(records.Of(found).Keys.GetValueOrDefault(scoreKey.Text) ?? new KeySetting(), sent, out var faults) is not { } setting)
            return Problem.Of(ProblemCatalogue.InvalidKeySetting, faults);
        var (_, _, conflict) = await saving.PutAsync(
            context, found, RecordKinds.KeySetting, scoreKey.Text, setting, RecordJson.Default.KeySetting, SettingsMax);
        if (conflict is not null)
            return conflict;
        var known = (await keys.OfAsync(found, new ScoreFilter(scoreKey.Kind), context.RequestAborted)).FirstOrDefault(scoreKey.Equals);
        return TypedResults.Ok(ScoreKeyAnswer.Of(known ?? scoreKey, records.Of(found)));
    }

    private static KeySetting? Merge(KeySetting setting, JsonElement sent, out List<ResponseFault> faults)
    {
        faults = [];
        foreach (var field in sent.EnumerateObject())
        {
            var value = field.Value;
            var isNull = value.ValueKind == JsonValueKind.Null;
            switch (field.Name)
            {
                case "label" when isNull:
                    setting = setting with { Label = null };
                    break;
                case "label" when value.ValueKind == JsonValueKind.String:
                    if (BodyReader.IsText(value.GetString(), LabelMax, "label", faults))
                        setting = setting with { Label = value.GetString() };
                    break;
                case "order" when isNull:
                    setting = setting with { Order = null };
                    break;
                case "order" when value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var order) && Math.Abs((long)order) <= OrderMax:
                    setting = setting with { Order = order };
                    break;
                case "visible" when isNull:
                    setting = setting with { Visible = null };
                    break;
                case "visible" when value.ValueKind is JsonValueKind.True or JsonValueKind.False:
                    setting = setting with { Visible = value.GetBoolean() };
                    break;
                default:
                    faults.Add(new ResponseFault(field.Name.Length > 100 ? "$" : field.Name, "The fields are label (a text or null), order (a whole number or null) and visible (true or false)."));
                    break;
            }
        }

        return faults.Count == 0 ? setting : null;
    }
}
