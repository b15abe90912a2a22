using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NpsRealtime.Web.Access.Grants;
using NpsRealtime.Web.Access.Hosts;
using NpsRealtime.Web.Access.Keys;
using NpsRealtime.Web.Access.Links;
using NpsRealtime.Web.Access.Pairing;
using NpsRealtime.Web.Access.Trail;
using NpsRealtime.Web.Demo;
using NpsRealtime.Web.Privacy;
using NpsRealtime.Web.RateLimits;

namespace NpsRealtime.Web.Access;

/// <summary>Adds access control to a host and puts it before the endpoints.</summary>
internal static class AccessServices
{
    public static void AddAccess(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<AccessOptions>().Bind(configuration.GetSection(AccessOptions.Section))
            .PostConfigure(access => Complete(access, configuration)).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<RateLimitOptions>().Bind(configuration.GetSection(RateLimitOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddRateLimiter(_ => { });
        services.AddSingleton<KnownGrants>();
        services.AddSingleton<LastUses>();
        services.AddSingleton<KeyStore>();
        services.AddSingleton<FirstKey>();
        services.AddSingleton<LinkStore>();
        services.AddSingleton<Pairings>();
        services.AddSingleton<AuditTrail>();
        services.AddSingleton<Retention>();
        services.AddHostedService(provider => provider.GetRequiredService<Retention>());
        services.AddSingleton<RefusalLog>();
        services.AddSingleton<ListeningRule>();
        services.AddHostedService<AccessLifetime>();
        services.AddCors(cors => cors.AddDefaultPolicy(policy => policy
            .WithOrigins(AccessOptions.Entries(configuration.GetSection(AccessOptions.Section)[nameof(AccessOptions.Origins)] ?? ""))
            .AllowAnyMethod().AllowAnyHeader().AllowCredentials().WithExposedHeaders("Retry-After", "Location")));

        // The framework logs the addresses of requests, and those of streams hold a key; so does a refusal that names the caller.
        services.AddLogging(logging => logging
            .AddFilter("Microsoft.AspNetCore.Hosting", LogLevel.Warning)
            .AddFilter("Microsoft.AspNetCore.Server.Kestrel.BadRequests", LogLevel.Warning)

            // While this one logs anything, each request gets an activity and a scope that nobody reads.
            .AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None));
    }

    /// <summary>What every request passes before its endpoint.</summary>
    public static void UseAccess(this IApplicationBuilder app)
    {
        var options = app.ApplicationServices.GetRequiredService<IOptions<AccessOptions>>().Value;
        if (options.Proxies.Length > 0)
            app.UseForwardedHeaders(ForwardedFrom.Options(options.Proxies));
        app.UseMiddleware<HostGuard>();

        app.UseRouting();
        if (options.Origins.Length > 0)
            app.UseCors();
        app.UseMiddleware<KeyAuthentication>();
        if (options.Open)
        {
            app.UseMiddleware<ScopedAccess>();
            app.Use(app.ApplicationServices.GetRequiredService<AuditTrail>().NoteAsync);
            return;
        }

        // Before it is decided who may do what: a flood of wrong keys has its limit as well.
        var limits = app.ApplicationServices.GetRequiredService<IOptions<RateLimitOptions>>().Value;
        app.UseRateLimiter(RequestLimits.Limiter(limits));
        app.UseMiddleware<ScopedAccess>();
        app.Use((context, next) => RequestLimits.LimitStreamsAsync(context, next, limits));
        app.Use(app.ApplicationServices.GetRequiredService<AuditTrail>().NoteAsync);
    }

    private static void Complete(AccessOptions access, IConfiguration configuration)
    {
        access.Open |= configuration.GetSection(DemoOptions.Section).GetValue<bool>(nameof(DemoOptions.Enabled));
        if (access.KeyFolder.Length > 0)
            return;
        var sqlite = configuration["Store:Sqlite"];
        var hasFile = string.IsNullOrWhiteSpace(configuration["Store:Postgres"]) && !string.IsNullOrWhiteSpace(sqlite);
        access.KeyFolder = hasFile ? Path.GetDirectoryName(Path.GetFullPath(sqlite!))! : "data";
    }
}
