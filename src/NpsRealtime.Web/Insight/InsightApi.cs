using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using NpsRealtime.Scoring.Engine;
using NpsRealtime.Scoring.Insight;
using NpsRealtime.Scoring.Keys;
using NpsRealtime.Scoring.Windows;
using NpsRealtime.Web.Access;
using NpsRealtime.Web.Annotations;
using NpsRealtime.Web.Boards;
using NpsRealtime.Web.Campaigns;
using NpsRealtime.Web.Listing;
using NpsRealtime.Web.Problems;
using NpsRealtime.Web.Records;
using NpsRealtime.Web.ScoreKeys;
using NpsRealtime.Web.Scores;
using NpsRealtime.Web.Settings;
using NpsRealtime.Web.Streams;
using FromQueryAttribute = Microsoft.AspNetCore.Mvc.FromQueryAttribute;

namespace NpsRealtime.Web.Insight;

/// <summary>What screens need beyond scores: what changed, since when and why, and what people have set and noted.</summary>
public static class InsightApi
{
    public static void AddInsight(this IServiceCollection services)
    {
        services.AddSingleton<ScoreInsight>();
        services.AddSingleton<KnownKeys>();
        services.AddSingleton<BreakdownReader>();
        services.AddSingleton<ChangesReader>();
        services.AddSingleton<TenantRecordsCache>();
        services.AddSingleton<KeyLabels>();
        services.AddSingleton<Saving>();
        services.AddHostedService<RecordRefresh>();
        services.Configure<JsonOptions>(options =>
        {
            options.SerializerOptions.TypeInfoResolverChain.Insert(0, InsightJson.Default);
            options.SerializerOptions.TypeInfoResolverChain.Insert(0, RecordJson.Default);
            options.SerializerOptions.TypeInfoResolverChain.Insert(0, ListingJson.Default);
        });
    }

    public static void MapInsight(this IEndpointRouteBuilder endpoints)
    {
        var handlers = ActivatorUtilities.CreateInstance<InsightEndpoints>(endpoints.ServiceProvider);
        var group = endpoints.MapGroup("/v1/tenants/{tenant}").WithTags("Insight");
        group.MapRead("/compare/{*key}", handlers.CompareAsync).RequireScope(Scope.Read).OpenToLinks(LinkReach.RouteKey)
            .WithName("CompareScore").WithSummary("A score against its baseline: the difference, whether it is real, and since when")
            .WithProblems(
                ProblemCatalogue.InvalidKey, ProblemCatalogue.InvalidWindow, ProblemCatalogue.InvalidBaseline, ProblemCatalogue.InvalidParameter,
                ProblemCatalogue.UnknownTenant, ProblemCatalogue.UnknownAnnotation);
        group.MapRead("/changes", handlers.ChangesAsync).RequireScope(Scope.Read).OpenToLinks(LinkReach.QueryScores)
            .WithName("ListChanges").WithSummary("Which of many scores have changed against their own baselines")
            .WithProblems(
                ProblemCatalogue.InvalidKey, ProblemCatalogue.InvalidWindow, ProblemCatalogue.InvalidBaseline, ProblemCatalogue.InvalidParameter,
                ProblemCatalogue.UnknownTenant);
        group.MapRead("/breakdown/{*key}", handlers.BreakdownAsync).RequireScope(Scope.Read)
            .WithName("BreakDownScore").WithSummary("What moved a score: each part's contribution to its change, exact")
            .WithProblems(
                ProblemCatalogue.InvalidKey, ProblemCatalogue.InvalidWindow, ProblemCatalogue.InvalidBaseline, ProblemCatalogue.InvalidParameter,
                ProblemCatalogue.UnknownTenant);
        endpoints.MapListing();
        endpoints.MapSettings();
        endpoints.MapCampaigns();
        endpoints.MapAnnotations();
        endpoints.MapBoards();
        endpoints.MapScoreKeys();
    }
}

/// <summary>Compares scores with their baselines and says what moved them.</summary>
internal sealed class InsightEndpoints(IScoreEngine engine, ScoreInsight insight, BreakdownReader breakdowns, ChangesReader changes, TenantRecordsCache records, KeyLabels labels, TimeProvider time)
{
    private const string LengthDefault = "4h";

    public async Task<Results<Ok<CompareAnswer>, Problem>> CompareAsync(
        [Description("The tenant's name.")] string tenant,
        [Description("The score key, as in channel/web.")] string? key,
        [Description("The window, as in 24h (the default) or campaign/black-friday.")] string? window,
        [Description("before (the default), usual, or a window, as in FROM/TO.")] string? baseline,
        [Description("Instead of a window: an annotation's id, to compare what came after it, with the same hours before it unless another baseline is named.")] string? annotation,
        [Description("With annotation: how much time after it, as in 4h (the default).")] string? length,
        CancellationToken cancellation)
    {
        if (!ScoreQuery.TryKey(key, out var scoreKey, out var problem) || !ScoreQuery.TryWindow(window, out var known, out problem))
            return problem;
        if (await engine.FindTenantAsync(tenant, cancellation) is not { } found)
            return new Problem(ProblemCatalogue.UnknownTenant);
        var page = records.Of(found);
        if (!string.IsNullOrEmpty(annotation) && !TryAround(page, annotation, length, out known, out problem))
            return problem;
        if (InsightQuery.Check(found, known) is { } unfit)
            return unfit;

        // What lies right before an annotation are other hours of the day: the score's rhythm would be taken for what the annotation did.
        if (string.IsNullOrEmpty(baseline) && !string.IsNullOrEmpty(annotation))
            baseline = Baseline.UsualName;
        if (!InsightQuery.TryBaseline(baseline, known, page, out var against, out problem))
            return problem;
        try
        {
            var comparison = await insight.CompareAsync(
                found, scoreKey, known, against, span => page.HasIncident(scoreKey, span, found.Calendar), cancellation);
            return TypedResults.Ok(CompareAnswer.Of(
                comparison with { Current = labels.Name(found, comparison.Current) }, against, page.Settings));
        }
        catch (ArgumentException fault) when (fault.ParamName == "baseline")
        {
            return new Problem(ProblemCatalogue.InvalidBaseline, Sentence(fault));
        }
    }

    public async Task<Results<Ok<ChangesAnswer>, Problem>> ChangesAsync(
        [Description("The tenant's name.")] string tenant,
        [Description("A score key, or channel/*, touchpoint/*, segment/NAME/*; repeat it for more."), FromQuery(Name = "score")] string[] scores,
        [Description("The window, as in 24h (the default).")] string? window,
        [Description("usual (the default), before, or a window, as in FROM/TO.")] string? baseline,
        CancellationToken cancellation)
    {
        if (scores.Length == 0)
            return new Problem(ProblemCatalogue.InvalidParameter, "The parameter score is required at least once, as in ?score=channel/*.");
        var selectors = new List<ScoreSelector>(scores.Length);
        foreach (var score in scores)
        {
            if (!ScoreSelector.TryParse(score, window, out var selector, out var fault))
                return fault;
            selectors.Add(selector);
        }

        if (await engine.FindTenantAsync(tenant, cancellation) is not { } found)
            return new Problem(ProblemCatalogue.UnknownTenant);
        if (ScoreSelector.Unfit(found, selectors) is { } unfit)
            return unfit;
        var known = selectors[0].Window;
        var named = string.IsNullOrEmpty(baseline) ? Baseline.UsualName : baseline;
        if (!InsightQuery.TryBaseline(named, known, records.Of(found), out var against, out var problem))
            return problem;
        try
        {
            return TypedResults.Ok(await changes.ReadAsync(found, selectors, known, against, cancellation));
        }
        catch (ArgumentException fault) when (fault.ParamName == "baseline")
        {
            return new Problem(ProblemCatalogue.InvalidBaseline, Sentence(fault));
        }
    }

    public async Task<Results<Ok<BreakdownAnswer>, Problem>> BreakdownAsync(
        [Description("The tenant's name.")] string tenant,
        [Description("The score key, as in channel/web.")] string? key,
        [Description("channel, touchpoint, or segment/NAME.")] string? by,
        [Description("The window, as in 24h (the default).")] string? window,
        [Description("before (the default), usual, or a window, as in FROM/TO.")] string? baseline,
        [Description("How many parts to tell apart, 1 to 1,000; 100 when left out.")] string? limit,
        CancellationToken cancellation)
    {
        if (!ScoreQuery.TryKey(key, out var scoreKey, out var problem) || !ScoreQuery.TryWindow(window, out var known, out problem)
            || !InsightQuery.TryLimit(limit, out var partsMax, out problem))
            return problem;
        if (Dimension.Parse(by) is not { } dimension || dimension.IsFixedBy(scoreKey))
            return new Problem(ProblemCatalogue.InvalidParameter, "The parameter by is channel, touchpoint or segment/NAME, and not what the key itself says.");
        if (await engine.FindTenantAsync(tenant, cancellation) is not { } found)
            return new Problem(ProblemCatalogue.UnknownTenant);
        if (InsightQuery.Check(found, known) is { } unfit)
            return unfit;
        if (!InsightQuery.TryBaseline(baseline, known, records.Of(found), out var against, out problem))
            return problem;
        try
        {
            return TypedResults.Ok(await breakdowns.ReadAsync(found, scoreKey, dimension, known, against, partsMax, cancellation));
        }
        catch (ArgumentException fault) when (fault.ParamName == "baseline")
        {
            return new Problem(ProblemCatalogue.InvalidBaseline, Sentence(fault));
        }
    }

    /// <summary>The window behind an annotation.</summary>
    private bool TryAround(
        TenantRecords page,
        string annotation,
        string? length,
        [NotNullWhen(true)] out Window? window,
        [NotNullWhen(false)] out Problem? problem)
    {
        (window, problem) = (null, null);
        if (page.Annotations.FirstOrDefault(one => one.Id == annotation) is not { } found)
            problem = new Problem(ProblemCatalogue.UnknownAnnotation);
        else if (found.At > time.GetUtcNow().AddMinutes(-1))
            problem = new Problem(ProblemCatalogue.InvalidWindow, "Nothing lies behind the annotation yet. Compare when a minute has passed since.");
        else if (!HistoryStep.TryParse(string.IsNullOrEmpty(length) ? LengthDefault : length, out var step))
            problem = new Problem(ProblemCatalogue.InvalidParameter, $"The parameter length is {HistoryStep.Forms}.");
        else
            window = SpanWindow.Of(Minute.Of(found.At), step.After(Minute.Of(found.At)));
        return window is not null;
    }

    // The framework adds the parameter's name in a second line.
    private static string Sentence(ArgumentException fault) => fault.Message.Split(" (Parameter", 2)[0];
}
