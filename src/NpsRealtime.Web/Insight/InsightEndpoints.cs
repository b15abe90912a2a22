using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using NpsRealtime.Scoring.Engine;
using NpsRealtime.Scoring.Insight;
using NpsRealtime.Scoring.Keys;
using NpsRealtime.Scoring.Windows;
using NpsRealtime.Web.Book;
using NpsRealtime.Web.Problems;
using NpsRealtime.Web.ScoreKeys;
using NpsRealtime.Web.Scores;

namespace NpsRealtime.Web.Insight;

/// <summary>Compares scores with their baselines and says what moved them.</summary>
internal sealed class InsightEndpoints(IScoreEngine engine, ScoreInsight insight, BreakdownReader breakdowns, TenantBook book, KeyLabels labels, TimeProvider time)
{
    private const string LengthDefault = "4h";

    public async Task<Results<Ok<CompareAnswer>, Problem>> CompareAsync(
        [Description("The tenant's name.")] string tenant,
        [Description("The score key, as in channel/web.")] string? key,
        [Description("The window, as in 24h (the default) or campaign/black-friday.")] string? window,
        [Description("before (the default), usual, or a window, as in FROM/TO.")] string? baseline,
        [Description("Instead of window and baseline: an annotation's id, to compare after it with before it.")] string? annotation,
        [Description("With annotation: how much time on each side, as in 4h (the default).")] string? length,
        CancellationToken cancellation)
    {
        if (!ScoreQuery.TryKey(key, out var scoreKey, out var problem) || !ScoreQuery.TryWindow(window, out var known, out problem))
            return problem;
        if (await engine.FindTenantAsync(tenant, cancellation) is not { } found)
            return new Problem(ProblemCatalogue.UnknownTenant);
        var page = book.Of(found);
        if (!string.IsNullOrEmpty(annotation) && !TryAround(page, annotation, length, out known, out problem))
            return problem;
        if (InsightQuery.Check(found, known) is { } unfit)
            return unfit;
        if (!InsightQuery.TryBaseline(baseline, known, page, out var against, out problem))
            return problem;
        try
        {
            var comparison = await insight.CompareAsync(found, scoreKey, known, against, cancellation);
            return TypedResults.Ok(CompareAnswer.Of(
                comparison with { Current = labels.Name(found, comparison.Current) }, against, page.Settings));
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
        if (!InsightQuery.TryBaseline(baseline, known, book.Of(found), out var against, out problem))
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

    /// <summary>The window behind an annotation; its baseline <c>before</c> is then as long, on the other side.</summary>
    private bool TryAround(
        TenantPage page,
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
