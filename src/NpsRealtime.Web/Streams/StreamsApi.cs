using System.ComponentModel;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NpsRealtime.Scoring.Engine;
using NpsRealtime.Scoring.Tenants;
using NpsRealtime.Web.Access;
using NpsRealtime.Web.Json;
using NpsRealtime.Web.Listing;
using NpsRealtime.Web.Problems;

namespace NpsRealtime.Web.Streams;

/// <summary>The streams: the hub and SSE over one feed.</summary>
public static class StreamsApi
{
    // A subscription to the most scores that a viewer may watch fits into one message.
    private const int HubMessageBytesMax = 524_288;

    public static void AddStreams(this IServiceCollection services)
    {
        services.AddSingleton<ScoreFeed>();
        services.AddSingleton<ViewerCount>();
        services.AddSingleton<Subscriptions>();
        services.AddSingleton<ResponseFeed>();
        services.AddSingleton<ResponseSubscriptions>();
        services.AddOptions<HubOptions>().Configure<IOptions<WebOptions>>((hub, web) =>
        {
            hub.KeepAliveInterval = TimeSpan.FromSeconds(web.Value.HubPingSeconds);
            hub.ClientTimeoutInterval = TimeSpan.FromSeconds(web.Value.HubClientTimeoutSeconds);
            hub.MaximumReceiveMessageSize = HubMessageBytesMax;
            hub.EnableDetailedErrors = false;
            hub.AddFilter<HubFaults>();
            hub.AddFilter<HubAccess>();
        });
        services.AddSingleton<HubFaults>();
        services.AddSingleton<HubAccess>();

        // It would log every refusal with a stack trace; what deserves a log entry is logged by HubFaults.
        services.AddLogging(logging => logging.AddFilter("Microsoft.AspNetCore.SignalR.Internal.DefaultHubDispatcher", LogLevel.None));
        services.AddSignalR().AddJsonProtocol(options =>
        {
            options.PayloadSerializerOptions.Encoder = ReadableJson.Encoder;
            options.PayloadSerializerOptions.Converters.Add(new InstantConverter());
            options.PayloadSerializerOptions.Converters.Add(new SharedScoreConverter());
            options.PayloadSerializerOptions.Converters.Add(new AddedResponsesConverter());
            options.PayloadSerializerOptions.TypeInfoResolverChain.Insert(0, WebJson.Default);
            options.PayloadSerializerOptions.TypeInfoResolverChain.Add(new DefaultJsonTypeInfoResolver());
        });

        // SignalR brings the framework's authorization along, and where that can be resolved, the host puts it before everything (documented
        // for WebApplication). Nothing here is decided by it: ScopedAccess and HubAccess do that.
        services.RemoveAll<IAuthorizationHandlerProvider>();
    }

    public static void MapStreams(this IEndpointRouteBuilder endpoints)
    {
        var handlers = ActivatorUtilities.CreateInstance<StreamEndpoints>(endpoints.ServiceProvider);
        endpoints.MapGet("/v1/tenants/{tenant}/stream", handlers.OpenAsync)
            .RequireScope(Scope.Read).OpenToLinks(LinkReach.QueryScores).AllowQueryToken()
            .WithTags("Streams").WithName("WatchScores").WithSummary("Watch scores as server-sent events")
            .WithDescription("event: score, id: {version}, data: a snapshot; the current ones at once, then whenever one changed. event: heartbeat every 15 s and when it has something new to say: which of the scores nobody has confirmed of late (unconfirmed, each with confirmedAt), and how many a wildcard left out, by which option (leftOut). "
                + "The same is offered by the SignalR hub /hubs/scores: Subscribe({tenant, scores:[{key, window}]}) returns the current snapshots, then scoreChanged(snapshot) is called on the client, and heartbeat(heartbeat) when there is something new to say.")
            .WithProblems(
                ProblemCatalogue.InvalidKey, ProblemCatalogue.InvalidWindow, ProblemCatalogue.InvalidParameter,
                ProblemCatalogue.UnknownTenant, ProblemCatalogue.TooManyViewers);
        var viewers = endpoints.ServiceProvider.GetRequiredService<ViewerCount>();
        endpoints.MapHub<ScoreHub>("/hubs/scores").RequireScope(Scope.Read).OpenToLinks(LinkReach.Hub).AllowQueryToken().Add(endpoint =>
        {
            var serve = endpoint.RequestDelegate!;

            // A client that is connected names its connection; only new ones are turned away, while they can still be told why.
            endpoint.RequestDelegate = context => viewers.IsFull && !context.Request.Query.ContainsKey("id")
                ? new Problem(ProblemCatalogue.TooManyViewers).ExecuteAsync(context)
                : serve(context);
        });
    }
}

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
