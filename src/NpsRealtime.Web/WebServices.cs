using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using NpsRealtime.Web.Access;
using NpsRealtime.Web.Access.Hosts;
using NpsRealtime.Web.Json;
using NpsRealtime.Web.OpenApi;
using NpsRealtime.Web.Problems;
using NpsRealtime.Web.RateLimits;
using NpsRealtime.Web.Streams;
using NpsRealtime.Web.Telemetry;

namespace NpsRealtime.Web;

/// <summary>What every host of the web layer needs, whichever engine is behind it.</summary>
public static class WebServices
{
    // Room for a stream of many scores in one address, and for an id that is far too long, so that it gets a problem that says so.
    private const int RequestLineBytesMax = 65_536;

    public static void AddWeb(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<WebOptions>().Bind(configuration.GetSection(WebOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<Microsoft.Extensions.Options.IValidateOptions<WebOptions>, ViewerRoom>();
        services.TryAddSingleton(TimeProvider.System);
        services.ConfigureHttpJsonOptions(options =>
        {
            options.SerializerOptions.Encoder = ReadableJson.Encoder;
            options.SerializerOptions.Converters.Add(new InstantConverter());
            options.SerializerOptions.TypeInfoResolverChain.Insert(0, WebJson.Default);
            options.SerializerOptions.TypeInfoResolverChain.Insert(1, AccessJson.Default);
        });
        services.AddAccess(configuration);
        services.AddOpenApiDocument();
        services.AddHostedService<MeterExport>();
        services.AddOptions<HostOptions>().Configure<Microsoft.Extensions.Options.IOptions<WebOptions>>(
            (host, web) => host.ShutdownTimeout = TimeSpan.FromSeconds(web.Value.ShutdownSeconds));
        services.AddOptions<KestrelServerOptions>().Configure<Microsoft.Extensions.Options.IOptions<WebOptions>, Microsoft.Extensions.Options.IOptions<RateLimitOptions>, ListeningRule>(
            (kestrel, web, rates, rule) => Configure(kestrel, web.Value, rates.Value, rule));
    }

    /// <summary>What every request passes on its way to its endpoint.</summary>
    public static void UseWeb(this IApplicationBuilder app)
    {
        app.UseMiddleware<ProblemMiddleware>();
        app.UseAccess();
        app.UseMiddleware<QueryNames>();
    }

    private static void Configure(KestrelServerOptions kestrel, WebOptions web, RateLimitOptions rates, ListeningRule rule)
    {
        kestrel.AddServerHeader = false;
        kestrel.ConfigureEndpointDefaults(rule.Check);
        kestrel.Limits.MaxRequestBodySize = web.RequestBytesMax;
        kestrel.Limits.MaxRequestLineSize = RequestLineBytesMax;
        kestrel.Limits.MaxConcurrentConnections = rates.ConnectionsMax;
        kestrel.Limits.MaxConcurrentUpgradedConnections = web.ViewersMax;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(rates.HeaderSeconds);
        kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(rates.BodyBytesPerSecondMin, TimeSpan.FromSeconds(rates.BodyGraceSeconds));

        // An answer that nobody reads is given up after this time, and so is the connection: the bound for SSE viewers that are stuck.
        kestrel.Limits.MinResponseDataRate = new MinDataRate(240, TimeSpan.FromSeconds(Math.Max(web.StuckViewerSeconds, 2)));
    }
}
