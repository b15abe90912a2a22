using System.ComponentModel;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using NpsRealtime.Scoring.Engine;
using NpsRealtime.Scoring.Keys;
using NpsRealtime.Scoring.Windows;
using NpsRealtime.Web.Access;
using NpsRealtime.Web.Insight;
using NpsRealtime.Web.Problems;
using NpsRealtime.Web.ScoreKeys;

namespace NpsRealtime.Web.Scores;

/// <summary>The addresses that read scores.</summary>
public static class ScoresApi
{
    public static void MapScores(this IEndpointRouteBuilder endpoints)
    {
        var handlers = ActivatorUtilities.CreateInstance<ScoreEndpoints>(endpoints.ServiceProvider);
        var group = endpoints.MapGroup("/v1/tenants/{tenant}").WithTags("Scores").RequireScope(Scope.Read);
        group.MapRead("/scores", handlers.ListAsync)
            .WithName("ListScores").WithSummary("Every known score of a kind, sorted by key, in pages")
            .WithProblems(ProblemCatalogue.InvalidWindow, ProblemCatalogue.InvalidParameter, ProblemCatalogue.UnknownTenant);
        group.MapRead("/scores/{*key}", handlers.GetAsync)
            .OpenToLinks(LinkReach.RouteKey).WithName("GetScore").WithSummary("One score over one window, now")
            .WithDescription("A well-formed key without responses has zero counts and a null nps.")
            .WithProblems(
                ProblemCatalogue.InvalidKey, ProblemCatalogue.InvalidWindow, ProblemCatalogue.InvalidParameter,
                ProblemCatalogue.UnknownTenant, ProblemCatalogue.NotYet);
        group.MapRead("/history/{*key}", handlers.HistoryAsync)
            .OpenToLinks(LinkReach.RouteKey).WithName("GetHistory").WithSummary("One score over time")
            .WithProblems(ProblemCatalogue.InvalidKey, ProblemCatalogue.InvalidWindow, ProblemCatalogue.InvalidRange, ProblemCatalogue.UnknownTenant);
    }
}

/// <summary>Reads scores: one, all of a kind, or one over time.</summary>
internal sealed class ScoreEndpoints(IScoreEngine engine, KeyLabels labels, TimeProvider time)
{
    private const int LimitDefault = 100;
    private const int LimitMax = 1_000;
    private const int CursorLengthMax = 1_000;

    public async Task<Results<Ok<ScoreSnapshot>, Problem>> GetAsync(
        [Description("The tenant's name.")] string tenant,
        [Description("The score key, as in channel/web.")] string? key,
        [Description("The window, as in 24h (the default) or today.")] string? window,
        [Description("A position from a receipt: wait until everything up to it is in, 5 s at most.")] string? after,
        CancellationToken cancellation)
    {
        if (!ScoreQuery.TryKey(key, out var scoreKey, out var problem) || !ScoreQuery.TryWindow(window, out var known, out problem))
            return problem;
        Position? position = null;
        if (after is not null && !Position.TryParse(after, out position))
            return new Problem(ProblemCatalogue.InvalidParameter, "The parameter after is not a position; take it from a receipt, as in 0-17.");
        if (await engine.FindTenantAsync(tenant, cancellation) is not { } found)
            return new Problem(ProblemCatalogue.UnknownTenant);
        if (InsightQuery.Check(found, known) is { } unfit)
            return unfit;
        return TypedResults.Ok(labels.Name(found, await engine.ReadAsync(found, scoreKey, known, position, cancellation)));
    }

    public async Task<Results<Ok<ScorePage>, Problem>> ListAsync(
        [Description("The tenant's name.")] string tenant,
        [Description("The window, as in 24h (the default) or today.")] string? window,
        [Description("tenant, channel, touchpoint, pair, segment, or segment/NAME; without it every kind.")] string? kind,
        [Description("The cursor of the page before.")] string? cursor,
        [Description("Scores a page, 1 to 1,000; 100 when left out.")] string? limit,
        CancellationToken cancellation)
    {
        if (!ScoreQuery.TryWindow(window, out var known, out var problem))
            return problem;
        if (!ScoreFilter.TryParse(kind, out var filter))
            return new Problem(ProblemCatalogue.InvalidParameter, "The parameter kind is one of: tenant, channel, touchpoint, pair, segment, segment/NAME.");
        if (!TryLimit(limit, out var count))
            return new Problem(ProblemCatalogue.InvalidParameter, $"The parameter limit is a whole number from 1 to {LimitMax}.");
        if (cursor is { Length: > CursorLengthMax } || !WellFormedText.Is(cursor))
            return new Problem(ProblemCatalogue.InvalidParameter, "The parameter cursor is not one that an earlier page gave.");
        if (await engine.FindTenantAsync(tenant, cancellation) is not { } found)
            return new Problem(ProblemCatalogue.UnknownTenant);
        if (InsightQuery.Check(found, known) is { } unfit)
            return unfit;
        var after = string.IsNullOrEmpty(cursor) ? null : cursor;
        var page = await engine.ListAsync(found, filter, known, after, count, cancellation);
        return TypedResults.Ok(page with { Scores = [.. page.Scores.Select(score => labels.Name(found, score))] });
    }

    public async Task<Results<Ok<HistoryAnswer>, Problem>> HistoryAsync(
        [Description("The tenant's name.")] string tenant,
        [Description("The score key, as in channel/web.")] string? key,
        [Description("An RFC 3339 time, where the first step begins; when left out, 24 hours before to, at the step of the clock in which that lies.")] string? from,
        [Description("An RFC 3339 time; now when left out.")] string? to,
        [Description("Instead of from and to: a window, as in 7d or today.")] string? window,
        [Description("15m, 1h (the default), 1d, 1w, 1mo, 1q, 1y and the like; the longer ones follow the tenant's calendar.")] string? step,
        CancellationToken cancellation)
    {
        if (!ScoreQuery.TryKey(key, out var scoreKey, out var problem))
            return problem;
        Window? known = null;
        if (window is not null && !ScoreQuery.TryWindow(window, out known, out problem))
            return problem;
        if (await engine.FindTenantAsync(tenant, cancellation) is not { } found)
            return new Problem(ProblemCatalogue.UnknownTenant);
        if (known is not null && InsightQuery.Check(found, known) is { } unfit)
            return unfit;
        if (HistoryRange.Edges(from, to, known, step, time.GetUtcNow(), found.Calendar, out problem) is not { } edges)
            return problem!;
        var points = await engine.HistoryAsync(found, scoreKey, edges, cancellation);
        return TypedResults.Ok(new HistoryAnswer(found.Name, scoreKey.Text, edges[0].Start, edges[^1].Start, step ?? "1h", points));
    }

    private static bool TryLimit(string? text, out int limit)
    {
        limit = LimitDefault;
        return string.IsNullOrEmpty(text)
            || (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out limit) && limit is >= 1 and <= LimitMax);
    }
}
