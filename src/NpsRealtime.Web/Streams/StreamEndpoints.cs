using System.ComponentModel;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NpsRealtime.Scoring.Engine;
using NpsRealtime.Scoring.Tenants;
using NpsRealtime.Web.Problems;

namespace NpsRealtime.Web.Streams;

/// <summary>Opens SSE streams.</summary>
internal sealed class StreamEndpoints(
    IScoreEngine engine,
    ScoreFeed feed,
    Subscriptions subscriptions,
    ViewerCount viewers,
    IOptions<WebOptions> limits,
    TimeProvider time,
    IHostApplicationLifetime lifetime,
    ILogger<StreamEndpoints> logger)
{
    public IScoreEngine Engine => engine;

    public ScoreFeed Feed => feed;

    public Subscriptions Subscriptions => subscriptions;

    public ViewerCount Viewers => viewers;

    public WebOptions Limits => limits.Value;

    public TimeProvider Time => time;

    public ILogger Logger => logger;

    /// <summary>Cancelled when the host begins to stop.</summary>
    public CancellationToken Stopping => lifetime.ApplicationStopping;

    public async Task<Results<ScoreStream, Problem>> OpenAsync(
        [Description("The tenant's name.")] string tenant,
        [Description("KEY@WINDOW, as in channel/web@24h; repeat it for more scores. channel/*, touchpoint/* and segment/NAME/* also deliver keys born later."), FromQuery(Name = "score")] string[] scores,
        CancellationToken cancellation)
    {
        if (scores.Length == 0)
            return new Problem(ProblemCatalogue.InvalidParameter, "The parameter score is required at least once, as in ?score=channel/web@24h.");
        if (scores.Length > Limits.ScoresPerViewerMax)
            return new Problem(ProblemCatalogue.TooManyViewers, $"One viewer may watch {Limits.ScoresPerViewerMax} scores.");
        var selectors = new List<ScoreSelector>(scores.Length);
        foreach (var score in scores)
        {
            if (!ScoreSelector.TryParse(score, out var selector, out var problem))
                return problem;
            selectors.Add(selector);
        }

        try
        {
            if (await engine.FindTenantAsync(tenant, cancellation) is not { } known)
                return new Problem(ProblemCatalogue.UnknownTenant);
            if (ScoreSelector.Unfit(known, selectors) is { } unfit)
                return unfit;
            return new ScoreStream(this, tenant, known, selectors);
        }
        catch (StoreUnavailableException)
        {
            return new ScoreStream(this, tenant, tenant: null, selectors);
        }
    }
}
