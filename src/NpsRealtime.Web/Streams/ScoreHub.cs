using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NpsRealtime.Scoring.Engine;
using NpsRealtime.Scoring.Keys;
using NpsRealtime.Scoring.Tenants;
using NpsRealtime.Web.Access;
using NpsRealtime.Web.Access.Grants;
using NpsRealtime.Web.Listing;
using NpsRealtime.Web.Problems;

namespace NpsRealtime.Web.Streams;

/// <summary>The hub <c>/hubs/scores</c>. Its errors begin with the code of a problem.</summary>
internal sealed class ScoreHub(
    IScoreEngine engine,
    ScoreFeed feed,
    Subscriptions subscriptions,
    ResponseSubscriptions responses,
    ViewerCount viewers,
    IHubContext<ScoreHub> hub,
    IOptions<WebOptions> limits,
    TimeProvider time,
    ILogger<ScoreHub> logger) : Hub
{
    private static readonly object ViewerItem = new();

    private Viewer Viewer => (Viewer)Context.Items[ViewerItem]!;

    public override Task OnConnectedAsync()
    {
        if (!viewers.TryEnter(HubViewer.TransportName))
            throw Refusal(new Problem(ProblemCatalogue.TooManyViewers));
        var viewer = new Viewer(feed, new HubViewer(Context, hub), limits.Value, time, logger);
        Context.Items[ViewerItem] = viewer;
        _ = Task.Run(viewer.RunAsync);
        return Task.CompletedTask;
    }

    public override Task OnDisconnectedAsync(Exception? exception)
    {
        if (Context.Items.TryGetValue(ViewerItem, out var viewer))
        {
            ((Viewer)viewer!).Dispose();
            viewers.Leave(HubViewer.TransportName);
        }

        return Task.CompletedTask;
    }

    /// <summary>Watches scores from now on, and returns the snapshots that are there within a few seconds.</summary>
    [HubScope(Scope.Read)]
    public async Task<IReadOnlyList<SharedScore>> Subscribe(SubscribeRequest? request)
    {
        var selectors = Selectors(request);
        var tenant = await FindTenantAsync(request?.Tenant);
        if (ScoreSelector.Unfit(tenant, selectors) is { } unfit)
            throw Refusal(unfit);
        var added = new List<ViewerScore>();
        Problem? problem = null;
        try
        {
            problem = await subscriptions.AddHeldAsync(Viewer, tenant, selectors, added);
        }
        finally
        {
            foreach (var score in added)
                score.LetGo(isAnswered: problem is null && score.Score.Latest is not null);
        }

        // What fitted is watched all the same, and arrives as changes do.
        if (problem is not null)
            throw Refusal(problem);
        return [.. added.Select(score => score.Score).Where(score => score.Latest is not null).Distinct()];
    }

    /// <summary>Watches scores no longer. Those not watched are passed over.</summary>
    [HubScope(Scope.Read)]
    public void Unsubscribe(SubscribeRequest? request)
    {
        var selectors = Selectors(request);
        if (!Slug.TryCreate(request?.Tenant, out var tenant, out _))
            throw Refusal(new Problem(ProblemCatalogue.UnknownTenant));
        foreach (var selector in selectors)
        {
            if (selector.Key is { } key)
                Viewer.Remove(tenant.Text, key, selector.Window);
            else
                Viewer.Remove(tenant.Text, selector.Wildcard!, selector.Window);
        }
    }

    /// <summary>Shows new responses as they arrive, and returns the newest that are there. It takes the place of what was asked before.</summary>
    [HubScope(Scope.Read)]
    public async Task<AddedResponses> SubscribeResponses(ResponseSubscription? request)
    {
        if (!ResponseChoice.TryParse(request?.Key, request?.Category, request?.Commented, out var choice, out var problem))
            throw Refusal(problem);
        var grant = Context.Items[typeof(Grant)] as Grant;
        if (ResponseSubscriptions.Refusal(choice, grant) is { } refusal)
            throw Refusal(refusal);
        var tenant = await FindTenantAsync(request?.Tenant);
        try
        {
            var begun = responses.Add(Viewer, tenant, choice, grant);
            return await responses.FirstAsync(begun, tenant, choice, grant, Context.ConnectionAborted);
        }
        catch (StoreUnavailableException)
        {
            throw Refusal(new Problem(ProblemCatalogue.StoreUnavailable));
        }
    }

    /// <summary>Shows a tenant's new responses no longer.</summary>
    [HubScope(Scope.Read)]
    public void UnsubscribeResponses(ResponseSubscription? request)
    {
        if (!Slug.TryCreate(request?.Tenant, out var tenant, out _))
            throw Refusal(new Problem(ProblemCatalogue.UnknownTenant));
        Viewer.Keep(tenant.Text, kept: null);
    }

    private List<ScoreSelector> Selectors(SubscribeRequest? request)
    {
        if (request?.Scores is not { Count: > 0 } scores)
            throw Refusal(new Problem(ProblemCatalogue.InvalidParameter, "Give {tenant, scores:[{key, window}]} with at least one score."));
        if (scores.Count > limits.Value.ScoresPerViewerMax)
            throw Refusal(new Problem(ProblemCatalogue.TooManyViewers, $"One viewer may watch {limits.Value.ScoresPerViewerMax} scores."));
        var selectors = new List<ScoreSelector>(scores.Count);
        foreach (var score in scores)
        {
            if (!ScoreSelector.TryParse(score?.Key, score?.Window, out var selector, out var problem))
                throw Refusal(problem);
            selectors.Add(selector);
        }

        return selectors;
    }

    private async Task<Tenant> FindTenantAsync(string? name)
    {
        try
        {
            return await engine.FindTenantAsync(name ?? "", Context.ConnectionAborted)
                ?? throw Refusal(new Problem(ProblemCatalogue.UnknownTenant));
        }
        catch (StoreUnavailableException)
        {
            throw Refusal(new Problem(ProblemCatalogue.StoreUnavailable));
        }
    }

    private static HubException Refusal(Problem problem) => new($"{problem.Kind.Code}: {problem.Detail}");
}
